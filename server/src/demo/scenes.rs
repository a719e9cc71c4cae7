//! The newest tickets, told in full: what somebody who looks around sees first.

use domain::id::UserId;
use domain::priority::{Impact, Urgency};
use domain::rating::Rating;
use domain::survey::{Answer, Kind};
use domain::ticket::status::{WaitFor, WaitingOn};
use domain::ticket::{Draft, Resolution, ResolutionCode};
use domain::time::Timestamp;
use store::tickets::past::{Deed, Past, Step};

use super::calendar::Calendar;
use super::company::Company;
use super::year::Told;
use super::{DemoError, Plan};

/// A moment: so many working days ago, and the time of day.
type When = (i64, i8, i8);

/// What happens in a scene: who (by mailbox) does what.
enum Act {
    Takes,
    Says(&'static str),
    Asks(&'static str),
    Notes(&'static str),
    WaitsForSupplier(&'static str),
    Assigns(&'static str),
    Presses(Impact, Urgency),
    Watches(&'static str),
    Resolves(ResolutionCode, &'static str),
    Rates(u8, &'static str),
}

struct Scene {
    service: &'static str,
    requester: &'static str,
    at: When,
    title: &'static str,
    text: &'static str,
    answers: &'static [(&'static str, &'static str)],
    acts: &'static [(When, &'static str, Act)],
}

use Act::{Asks, Assigns, Notes, Presses, Rates, Resolves, Says, Takes, WaitsForSupplier, Watches};

const SCENES: &[Scene] = &[
    Scene {
        service: "warehouse",
        requester: "hana",
        at: (4, 15, 24),
        title: "Dock 4 scanners cannot print pallet labels",
        text: "Since the shift change none of the handhelds at dock 4 prints pallet labels. The printer is on and says *Ready*. Four lorries are waiting; we write the labels by hand.",
        answers: &[("what", "printer"), ("label", "WH-0142"), ("prints", "nothing"), ("hold_up", "stopped")],
        acts: &[
            ((4, 15, 47), "farid", Takes),
            ((4, 15, 49), "farid", Presses(Impact::Medium, Urgency::High)),
            (
                (4, 15, 51),
                "farid",
                Says(
                    "Hello Hana, I have it. Until it is mended your labels come out at **dock 5**: I have pointed the handhelds there, no need to change anything on them.",
                ),
            ),
            (
                (3, 9, 20),
                "greta",
                Notes(
                    "The printer's address moved when the switch was replaced on Saturday. Its old reservation is gone, so the print server still talks to an address that nobody answers. I need the serial number to make a new one.",
                ),
            ),
            ((3, 11, 12), "farid", Asks("Could you read me the serial number on the plate beneath the printer? It starts with D3N.")),
            (
                (2, 9, 40),
                "hana",
                Says("Sorry, yesterday was a holiday here. It is D3N 4471 0926. Dock 5 works well, thank you, but the drivers walk a lot."),
            ),
            (
                (2, 10, 5),
                "farid",
                Says("Thank you, that is all I need. The network team fixes the address today; I write again before 16:00."),
            ),
            ((2, 10, 6), "farid", Watches("wei")),
            (
                (2, 13, 55),
                "farid",
                Notes(
                    "All 14 label printers have a fixed address now but dock 9, whose plate cannot be read; I go there at 15:00. Dock 4 may be tried.",
                ),
            ),
        ],
    },
    Scene {
        service: "access",
        requester: "hana",
        at: (5, 9, 12),
        title: "Access to the returns dashboard",
        text: "I plan the shifts for returns from next week on and need to see how many come.",
        answers: &[("rights", "read")],
        acts: &[((5, 9, 58), "piotr", Takes), ((1, 14, 2), "piotr", Asks("Do you need to see Leipzig only, or all three warehouses?"))],
    },
    Scene {
        service: "network",
        requester: "hana",
        at: (3, 8, 5),
        title: "Desk moved to the second floor: network socket is dead",
        text: "No light on the dock. Socket B-17.",
        answers: &[("place", "Second floor, socket B-17"), ("kind", "socket"), ("hold_up", "slower")],
        acts: &[
            ((3, 8, 31), "wei", Takes),
            ((3, 8, 33), "wei", Says("Hi Hana, B-17 was never connected in the cabinet. I am there after lunch.")),
            (
                (1, 13, 20),
                "wei",
                Resolves(
                    ResolutionCode::Solved,
                    "Socket B-17 is connected now, and your dock has its light. The two sockets beside it as well, for whoever comes next.",
                ),
            ),
        ],
    },
    Scene {
        service: "warehouse",
        requester: "hana",
        at: (9, 10, 40),
        title: "Replacement battery for handheld WH-0098",
        text: "It is empty after two hours.",
        answers: &[("what", "scanner"), ("label", "WH-0098"), ("hold_up", "can_wait")],
        acts: &[
            ((9, 11, 15), "milo", Takes),
            (
                (9, 11, 30),
                "milo",
                Says("Hello Hana, there is none left on the shelf. I have ordered five; you keep the spare handheld until then."),
            ),
            ((9, 11, 32), "milo", WaitsForSupplier("Five batteries ordered, delivery in two weeks")),
        ],
    },
    Scene {
        service: "invoices",
        requester: "sofia",
        at: (2, 8, 50),
        title: "Invoices stuck in approval, Finance cannot close the month",
        text: "Eleven invoices wait for approvers who have approved them long ago. We close tomorrow.",
        answers: &[("invoice", "48160"), ("step", "approval"), ("amount", "182400.00")],
        acts: &[
            ((2, 9, 2), "nadia", Presses(Impact::High, Urgency::High)),
            ((2, 9, 3), "nadia", Assigns("piotr")),
            ((2, 9, 10), "piotr", Takes),
            (
                (2, 9, 12),
                "piotr",
                Says(
                    "Hello Sofia, I see them. The workflow waits for a deputy who left the list on Monday. I release the eleven by hand, so that you can close.",
                ),
            ),
            (
                (1, 16, 45),
                "piotr",
                Notes("Nine of eleven released. The last two need a second pair of eyes: above the limit. @Nadia could you?"),
            ),
        ],
    },
    Scene {
        service: "payments",
        requester: "omar",
        at: (1, 13, 40),
        title: "Customer cannot pay by card in the web shop",
        text: "“Payment refused”, with two different cards. Six calls in half an hour.",
        answers: &[("ways", "card"), ("customers", "6"), ("order", "689120")],
        acts: &[
            ((1, 13, 44), "clara", Takes),
            ((1, 13, 45), "clara", Presses(Impact::High, Urgency::High)),
            (
                (1, 13, 50),
                "clara",
                Says(
                    "Hello Omar, confirmed: the provider refuses cards that need a second step. Please tell customers to choose *direct debit* for now; I am on the phone with the provider.",
                ),
            ),
            ((1, 14, 20), "clara", Notes("The provider sees it too, their incident is open. They promise news every 30 minutes.")),
        ],
    },
    Scene {
        service: "sign-in",
        requester: "lucas",
        at: (0, 8, 4),
        title: "Sign-in code never arrives on the new phone",
        text: "I am at a customer's and cannot open the offer.",
        answers: &[("what", "code"), ("new_phone", "yes"), ("reach", "my new phone, the number is the same")],
        acts: &[],
    },
    Scene {
        service: "device-trouble",
        requester: "emil",
        at: (1, 16, 10),
        title: "Laptop fan very loud, screen flickers on battery",
        text: "On the charger the screen is calm, without it it flickers.",
        answers: &[("label", "LT-0317"), ("where", "both"), ("hold_up", "slower")],
        acts: &[((1, 16, 32), "greta", Assigns("bo"))],
    },
    Scene {
        service: "vpn",
        requester: "leah",
        at: (1, 9, 15),
        title: "VPN drops every twenty minutes at home",
        text: "Calls freeze, then everything comes back after a minute.",
        answers: &[("when", "drops"), ("minutes", "20")],
        acts: &[
            ((1, 9, 42), "wei", Takes),
            (
                (1, 9, 50),
                "wei",
                Says(
                    "Hi Leah, that pattern I know: the router at home forgets the tunnel. I change a setting on your client now; please restart it at lunch.",
                ),
            ),
        ],
    },
    Scene {
        service: "rooms",
        requester: "ines",
        at: (1, 11, 25),
        title: "Meeting room Elbe: camera shows a black picture",
        text: "Sound is fine. The cover is open, we looked.",
        answers: &[("room", "Elbe"), ("what", "camera")],
        acts: &[((1, 12, 2), "farid", Takes)],
    },
    Scene {
        service: "vpn",
        requester: "yutong",
        at: (2, 4, 20),
        title: "在家连 VPN 时视频会议卡顿",
        text: "每天下午和莱比锡开会都会卡，声音断断续续。",
        answers: &[("when", "slow")],
        acts: &[
            ((2, 8, 10), "wei", Takes),
            ((2, 8, 14), "wei", Says("雨桐，您好，我看到上海出口线路下午有丢包，已经联系运营商。在此之前请先用新加坡节点。")),
            ((1, 8, 40), "wei", Asks("切换到新加坡节点以后，昨天下午的会议还卡吗？")),
        ],
    },
    Scene {
        service: "device",
        requester: "yutong",
        at: (8, 3, 35),
        title: "申请一台 13 寸笔记本电脑",
        text: "每周要去两次工厂验货，现在的电脑太重。",
        answers: &[("device", "laptop"), ("size", "inch13"), ("reason", "去工厂验货")],
        acts: &[
            ((8, 9, 5), "bo", Takes),
            ((8, 9, 9), "bo", Says("雨桐，您好，上海库存还有两台，下周一寄出。")),
            ((3, 9, 30), "bo", Resolves(ResolutionCode::Fulfilled, "新电脑已到上海办公室前台，用原账号登录即可。旧电脑请在月底前交回。")),
            ((2, 3, 50), "yutong", Rates(5, "又快又耐心，谢谢！")),
        ],
    },
];

/// The scenes as pasts.
///
/// # Errors
/// A scene that names somebody or something unknown.
pub fn all(plan: &Plan, company: &Company, calendar: &Calendar) -> Result<Vec<Told>, DemoError> {
    let scenes = SCENES.iter().enumerate().map(|(place, scene)| told(plan, company, calendar, place, scene));
    let told: Vec<Told> = scenes.collect::<Result<_, _>>()?;
    Ok(told.into_iter().filter(|told| told.past.at < plan.until).collect())
}

fn told(plan: &Plan, company: &Company, calendar: &Calendar, place: usize, scene: &Scene) -> Result<Told, DemoError> {
    let person = |mailbox: &str| company.member(mailbox).map(|member| member.id).ok_or(DemoError::Script("nobody of that name"));
    let moment = |(days, hour, minute): When| -> Timestamp { calendar.day(plan.until, -days, hour, minute) };
    let requester = person(scene.requester)?;
    let mut draft = Draft { title: scene.title.to_owned(), description: scene.text.to_owned(), ..Draft::default() };
    for &(field, answer) in scene.answers {
        draft.answers.entry(field.to_owned()).or_default().push(answer.to_owned());
    }
    let mut steps = Vec::new();
    for (when, who, act) in scene.acts {
        let by = person(who)?;
        let deeds = deeds(act, &person)?;
        steps.extend(deeds.into_iter().map(|deed| Step { at: moment(*when), by: Some(by), deed }));
    }
    steps.retain(|step| step.at <= plan.until);
    let past = Past {
        key: format!("demo:{}:scene:{place}", plan.seed),
        service: *company.services.get(scene.service).ok_or(DemoError::Script("no such service"))?,
        draft,
        files: Vec::new(),
        requester,
        by: requester,
        at: moment(scene.at),
        steps,
    };
    Ok(Told { past, file_fields: Vec::new() })
}

fn deeds(act: &Act, person: &impl Fn(&str) -> Result<UserId, DemoError>) -> Result<Vec<Deed>, DemoError> {
    let reply = |text: &str| Deed::Reply { text: text.to_owned(), files: Vec::new() };
    let wait = |on, reason: &str| Deed::Wait(WaitFor { on, until: None, reason: reason.to_owned() });
    Ok(match act {
        Takes => vec![Deed::Start],
        Says(text) => vec![reply(text)],
        Asks(text) => vec![reply(text), wait(WaitingOn::Requester, "")],
        Notes(text) => vec![Deed::Note((*text).to_owned())],
        WaitsForSupplier(reason) => vec![wait(WaitingOn::Supplier, reason)],
        Assigns(who) => vec![Deed::Assign(Some(person(who)?))],
        Presses(impact, urgency) => vec![Deed::Reprioritise(*impact, *urgency)],
        Watches(who) => vec![Deed::AddWatcher(person(who)?)],
        Resolves(code, text) => vec![Deed::Resolve(Resolution { code: *code, text: (*text).to_owned() })],
        Rates(stars, comment) => {
            let answer = Answer::try_from((Kind::Stars, *stars)).map_err(|_| DemoError::Script("no such number of stars"))?;
            vec![Deed::Rate(Rating { answer, comment: (*comment).to_owned() })]
        }
    })
}
