//! Signing in, access, people who come and go, phones, and everything else.

use domain::ticket::ResolutionCode::{Duplicate, NoLongerNeeded};

use super::{Story, TROUBLE, WISH};

pub const STORIES: &[Story] = &[
    Story {
        service: "sign-in",
        title: "Sign-in code never arrives on the new phone",
        text: "I have had a new phone since yesterday. The computer asks for a code, the phone stays silent.",
        answers: &[("what", "code"), ("new_phone", "yes"), ("reach", "extension 41{n}{dock}")],
        asks: &[(
            "I call you now on your extension, so that I can be sure it is you.",
            "Thank you, that was quick. I wait for the letter with the QR code.",
        )],
        notes: &["Checked on the phone with the callback number from HR.", "Old phone removed from the account."],
        fix: "Your old phone was still the one that got the codes. I removed it, and you have added the new one with the QR code.",
        ..TROUBLE
    },
    Story {
        service: "sign-in",
        title: "Account locked after holidays",
        text: "Three weeks of sun and I forgot my password. Now it says locked.",
        answers: &[("what", "locked"), ("reach", "my mobile, it is in the directory")],
        notes: &["Identity checked by callback."],
        fix: "Your account is open again and you have chosen a new password. Welcome back!",
        ..TROUBLE
    },
    Story {
        service: "sign-in",
        title: "Password not accepted on the scanner, but on the PC it is",
        text: "I changed my password yesterday as the mail said. On the PC all is well.",
        answers: &[("what", "password"), ("reach", "shift lead's phone, dock {dock}")],
        asks: &[(
            "Is there a special character in the new password, for example § or €?",
            "Yes, one of these. I did not know that this matters.",
        )],
        notes: &["The scanners' keyboard cannot type §. Should be said on the page where one changes it."],
        fix: "The scanner's keyboard has no such character. You have chosen another password that both accept. We will say so on the page for changing passwords.",
        ..TROUBLE
    },
    Story {
        service: "sign-in",
        title: "I am signed out every few minutes",
        text: "In {app}. I lose what I have typed.",
        answers: &[("what", "other")],
        asks: &[("Do you use it in two windows at once?", "Yes, one for each warehouse.")],
        notes: &["Two windows share one session and throw each other out."],
        fix: "Two windows of {app} sign each other out. Open the second one in a private window until the vendor has mended it; the vendor has promised it for next month.",
        ..TROUBLE
    },
    Story {
        service: "sign-in",
        title: "Cannot sign in to {app}",
        text: "“Invalid user”. Yesterday it worked.",
        answers: &[("what", "password")],
        fix: "The same fault was reported by {n} colleagues and is being worked on in one ticket. It is mended since noon; please try again.",
        code: Duplicate,
        ..TROUBLE
    },
    Story {
        service: "sign-in",
        chinese: true,
        title: "验证码一直收不到",
        text: "换了新手机以后，登录时收不到验证码，今天上午要提交报价。",
        answers: &[("what", "code"), ("new_phone", "yes"), ("reach", "上海办公室分机 21{n}")],
        asks: &[("我现在给您打电话核实一下身份，可以吗？", "可以，我在座位上。")],
        notes: &["已电话核实身份，旧手机已解绑。"],
        fix: "旧手机已从账号中移除，新手机扫码绑定成功，现在可以正常收到验证码。",
        ..TROUBLE
    },
    Story {
        service: "sign-in",
        chinese: true,
        title: "账号被锁定",
        text: "输错了几次密码，现在提示账号已锁定。",
        answers: &[("what", "locked"), ("reach", "手机，通讯录里有")],
        fix: "账号已解锁，并已设置新密码。下次可以在登录页点“忘记密码”。",
        ..TROUBLE
    },
    Story {
        service: "access",
        title: "Access to the returns dashboard",
        text: "I plan the shifts for returns from next week on and need to see how many come.",
        answers: &[("service", "@service"), ("rights", "read"), ("same_as", "@person")],
        asks: &[("Do you need to see {site} only, or all three warehouses?", "{site} only is enough.")],
        notes: &["Owner approved by mail."],
        fix: "You see the returns of {site} on the dashboard now. Figures come every hour.",
        ..WISH
    },
    Story {
        service: "access",
        title: "Approve invoices for {colleague} during the holidays",
        text: "{colleague} is away for two weeks and I stand in.",
        answers: &[
            ("service", "@service"),
            ("rights", "read"),
            ("rights", "approve"),
            ("same_as", "@person"),
            ("until", "@+21"),
            ("why", "Standing in during the holidays"),
        ],
        asks: &[("Up to which amount?", "Up to {amount} €, as {colleague}.")],
        notes: &["Two approvals by one person are blocked by rule, so this is fine."],
        fix: "You can approve up to {amount} € until the day that you named; then the right ends by itself.",
        ..WISH
    },
    Story {
        service: "access",
        title: "Right to export from {app}",
        text: "I need the list of customers of {site} for the letter.",
        answers: &[("rights", "export"), ("rights", "read"), ("same_as", "@person")],
        asks: &[(
            "Does the letter need the phone numbers, too? Then the data protection officer has to agree.",
            "No, names and addresses alone.",
        )],
        fix: "You can export names and addresses. Please delete the file after the letter has left.",
        ..WISH
    },
    Story {
        service: "access",
        title: "Access to the drive of {site}",
        text: "I changed teams and still see the old drive only.",
        answers: &[("rights", "read"), ("rights", "change"), ("same_as", "@person")],
        fix: "You see the drive of {site} after signing out and in again. The old one is gone from your list, as your lead asked.",
        ..WISH
    },
    Story {
        service: "access",
        chinese: true,
        title: "申请供应商主数据的查看权限",
        text: "下个月开始负责新供应商的审核，需要查看他们的资料。",
        answers: &[("service", "@service"), ("rights", "read"), ("same_as", "@person")],
        asks: &[("需要看到银行信息吗？那需要财务另外批准。", "不需要，基本资料就可以。")],
        notes: &["负责人已邮件批准。"],
        fix: "查看权限已开通，重新登录后生效。银行信息不可见。",
        ..WISH
    },
    Story {
        service: "starter",
        title: "New colleague in our team: {colleague}",
        text: "Please everything as for the last one. Desk next to the window on floor {floor}.",
        answers: &[
            ("name", "{newcomer}"),
            ("starts", "@+16"),
            ("lead", "@person"),
            ("equipment", "laptop"),
            ("equipment", "badge"),
            ("equipment", "desk"),
            ("hours", "38.5"),
        ],
        asks: &[("Will {newcomer} work with customer data? Then the training on the first day is an hour longer.", "Yes, please plan it.")],
        notes: &["Account is made, mail forwards to the lead until the first day.", "Badge: photo is missing, HR was asked."],
        fix: "Everything is ready: account, laptop, badge and desk. {newcomer} comes to the Service Desk at nine and is shown round.",
        ..WISH
    },
    Story {
        service: "starter",
        title: "{n} seasonal workers for the peak",
        text: "They start on the same day. The list of names comes from the agency.",
        answers: &[
            ("name", "see the agency's list"),
            ("starts", "@+10"),
            ("lead", "@person"),
            ("equipment", "scanner"),
            ("equipment", "phone"),
            ("mobile", "rugged"),
            ("hours", "20"),
        ],
        asks: &[(
            "Could you attach the agency's list? Names as in their passports, please.",
            "It came today; I sent it to you by the secure folder.",
        )],
        notes: &["Accounts end by themselves at the end of January."],
        fix: "All accounts are made and end by themselves at the end of January. The scanners are in the blue box, one name on each.",
        ..WISH
    },
    Story {
        service: "leaver",
        title: "{colleague} leaves at the end of the month",
        text: "Sadly. Mail should come to me for three months.",
        answers: &[("who", "@person"), ("last_day", "@+15"), ("mailbox", "@person")],
        asks: &[("Is there a company phone to come back, too?", "Yes, and the car's fuel card.")],
        fix: "The account ends on the last day at 18:00, mail goes to you for three months, and the devices are on the hand-over list.",
        ..WISH
    },
    Story {
        service: "leaver",
        title: "Last day of our working student",
        text: "Nothing to forward.",
        answers: &[("who", "@person"), ("last_day", "@+6")],
        fix: "The account ends on the last day. The laptop goes back into the pool.",
        ..WISH
    },
    Story {
        service: "phone",
        title: "Roaming for {country}",
        text: "Trade fair next week.",
        answers: &[("what", "roaming"), ("country", "{country}"), ("from", "@+5"), ("data", "{n}")],
        fix: "Roaming for {country} is on, with the data that you asked for. It ends by itself after 14 days.",
        ..WISH
    },
    Story {
        service: "phone",
        title: "SIM for the second gate",
        text: "The barrier at gate {dock} calls the guard over the mobile network.",
        answers: &[("what", "sim"), ("from", "@+3")],
        asks: &[("Which size of card does the barrier take?", "The big one, like in old phones.")],
        fix: "The card in the big size is in your pigeonhole, its PIN is switched off.",
        ..WISH
    },
    Story {
        service: "phone",
        chinese: true,
        title: "去{country_zh}出差需要开通漫游",
        text: "下周去看展会，大约五天。",
        answers: &[("what", "roaming"), ("country", "{country_zh}"), ("from", "@+6"), ("data", "{n}")],
        fix: "漫游已开通，十四天后自动关闭。祝出差顺利。",
        ..WISH
    },
    Story {
        service: "phone",
        title: "Phone fell into the brine",
        text: "It swims, but it does not ring any more.",
        answers: &[("what", "phone")],
        asks: &[("Do you want the rugged one this time?", "Yes please.")],
        fix: "The rugged phone with your number lies at the Service Desk. It survives brine for half an hour.",
        ..WISH
    },
    Story {
        service: "other",
        title: "Who do I ask about the car park gate?",
        text: "It opens for everybody but me.",
        asks: &[("Is it the gate at {site}?", "Yes, the one behind the canteen.")],
        notes: &["Badge belongs to facility management, but our directory said the wrong cost centre."],
        fix: "Your badge had the wrong cost centre. Facility management corrected it, the gate knows you now.",
        ..WISH
    },
    Story {
        service: "other",
        title: "Strange mail from the bank",
        text: "It asks me to confirm our account by a link. I have not clicked. What shall I do with it?",
        asks: &[("Well done. Could you send it to us as an attachment, not forwarded?", "Done.")],
        notes: &["Phishing, {n} recipients. Link blocked at the proxy, nobody clicked."],
        fix: "It was a fake. The link is blocked for everybody and the mails are removed. Thank you for asking before clicking!",
        ..WISH
    },
    Story {
        service: "other",
        title: "Mailing list for the summer party",
        text: "Everybody at {site}, please.",
        fix: "The list exists, you may write to it, and answers come to you alone.",
        ..WISH
    },
    Story {
        service: "other",
        title: "Old files from {colleague}",
        text: "I need the contract drafts from two years ago.",
        asks: &[("Do you know in which folder they were?", "Forget it, I found a copy in my own mail. Thank you anyway!")],
        fix: "You found a copy yourself. The originals stay in the archive until spring, should you need them.",
        code: NoLongerNeeded,
        ..WISH
    },
    Story {
        service: "other",
        chinese: true,
        title: "办公软件的中文界面怎么切换？",
        text: "新来的同事看不懂德文菜单。",
        fix: "请在右上角头像里选择“语言”，改成简体中文后重新登录即可。",
        ..WISH
    },
];
