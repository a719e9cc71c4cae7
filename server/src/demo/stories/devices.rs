//! Warehouse devices, laptops, printers, loans.

use domain::ticket::ResolutionCode::{Declined, NoLongerNeeded, NotReproducible, Workaround};

use super::{Story, TROUBLE, WISH};

pub const STORIES: &[Story] = &[
    Story {
        service: "warehouse",
        title: "Label printer at dock {dock} prints blank labels",
        text: "Since this morning the printer at dock {dock} prints, but the labels are **white**. We changed the roll twice. Lorries are waiting.",
        answers: &[("what", "printer"), ("label", "{printer}"), ("prints", "blank"), ("hold_up", "stopped"), ("photo", "@file")],
        asks: &[
            (
                "Is the glossy side of the roll up or down when you look at it from the front?",
                "It was down. Turned round it prints, but only the left half.",
            ),
            ("Could you read me the number on the plate beneath the printer? It starts with D3N.", "It is D3N {invoice}."),
        ],
        notes: &[
            "Print head is worn: 61 km. Spare head is in cupboard 3, left.",
            "Same printer as in spring. If it comes again we should replace it.",
        ],
        fix: "The print head was worn and has been replaced. I printed twenty labels at dock {dock} and all of them scan.",
        ..TROUBLE
    },
    Story {
        service: "warehouse",
        title: "Scanner {label} does not read codes on {product} boxes",
        text: "It beeps but nothing appears on the screen. Other boxes work. We type the numbers by hand, {n} pallets so far.",
        answers: &[("what", "scanner"), ("label", "{label}"), ("hold_up", "slower")],
        asks: &[("Does another scanner read the same box?", "Yes, the one next to it reads it without trouble.")],
        notes: &["Supplier prints GS1-128 since last week, the profile on {label} is the old one."],
        fix: "The scanner had an old profile that did not know the new codes on the {product} boxes. It has the new one now, and so have the other scanners of your shift.",
        ..TROUBLE
    },
    Story {
        service: "warehouse",
        title: "Handheld {label} is empty after two hours",
        text: "Fully charged in the morning, dead before the break. The battery is also a little swollen I think.",
        answers: &[("what", "scanner"), ("label", "{label}"), ("hold_up", "can_wait"), ("photo", "@file")],
        asks: &[(
            "Please do not charge it any more. Which dock do you work at today? I bring another battery.",
            "Dock {dock}, until three.",
        )],
        notes: &["Third swollen battery of this batch. Asked the supplier for the whole batch."],
        fix: "Your handheld has a new battery. The old one was swollen and is at the recycling point; thank you for looking.",
        ..TROUBLE
    },
    Story {
        service: "warehouse",
        title: "Scale at gate {dock} shows 0.00 whatever lies on it",
        text: "Switching it off and on did not help. We weigh at the next gate, but there is a queue.",
        answers: &[("what", "scale"), ("label", "{label}"), ("off_by", "{n}"), ("hold_up", "slower")],
        asks: &[("Is there a small triangle in the display, top left?", "Yes, it blinks.")],
        notes: &["Triangle blinks = overload lock. Needs a reset with the service key, then calibration."],
        fix: "The scale had locked itself after a knock. I reset and calibrated it; the certificate is in the binder at the gate.",
        ..TROUBLE
    },
    Story {
        service: "warehouse",
        title: "Scanners at {site} lose the connection near the cold store",
        text: "Every time somebody goes past the door of the cold store the scanner shows a red cloud and we have to sign in again. {n} colleagues have it.",
        answers: &[("what", "other"), ("label", "no label"), ("hold_up", "stopped")],
        asks: &[("Is it always the same aisle?", "Yes, aisle {dock}, on the side of the cold store.")],
        notes: &[
            "Signal in aisle {dock} is fine until the cold store's door opens. This is for Network.",
            "Roaming threshold too low on the cold store's access point.",
        ],
        fix: "The access point at the cold store held on to the scanners for too long. It now lets them go earlier; I walked the aisle ten times without losing the connection.",
        ..TROUBLE
    },
    Story {
        service: "warehouse",
        title: "Tablet on forklift {n} does not start",
        text: "Black screen, the light is orange. The driver uses paper lists.",
        answers: &[("what", "other"), ("label", "{label}"), ("hold_up", "slower")],
        notes: &["Fuse in the cable, not the tablet. We have five of these fuses left."],
        fix: "The fuse in the tablet's cable was blown. It is replaced and the tablet starts again.",
        ..TROUBLE
    },
    Story {
        service: "device",
        title: "Laptop for {colleague}",
        text: "{colleague} travels a lot from now on and needs something lighter.",
        answers: &[
            ("device", "laptop"),
            ("size", "inch13"),
            ("for_whom", "@person"),
            ("needed_by", "@+12"),
            ("reason", "Visits customers three days a week."),
        ],
        asks: &[("Does {colleague} need the ERP client on it, or is the browser enough?", "The browser is enough.")],
        notes: &["13 inch in stock: {n}. Take one from the October delivery."],
        fix: "The laptop is ready at the Service Desk. {colleague} signs in with the usual account; the old laptop can be handed in until the end of next week.",
        ..WISH
    },
    Story {
        service: "device",
        title: "Second screen for my desk",
        text: "I compare two lists all day. One more screen would help a lot.",
        answers: &[("device", "screen"), ("screens", "1"), ("reason", "Comparing price lists")],
        asks: &[(
            "Which connector does your present screen use, and is there room on the desk?",
            "It hangs on the dock with a thick cable, and there is room.",
        )],
        fix: "The screen stands on your desk and is connected to the dock. Please choose “extend” the first time.",
        ..WISH
    },
    Story {
        service: "device",
        title: "Headset for customer calls",
        text: "Mine crackles and customers ask me to repeat everything.",
        answers: &[("device", "headset"), ("needed_by", "@+5")],
        fix: "A new headset is in your pigeonhole. Please put the old one into the box at the Service Desk.",
        ..WISH
    },
    Story {
        service: "device",
        title: "Bigger laptop for video editing",
        text: "For the new product videos. The present one takes {n} hours for two minutes.",
        answers: &[("device", "laptop"), ("size", "inch15"), ("needed_by", "@+20")],
        asks: &[(
            "Could you use the studio machine instead? It stands free on most days.",
            "I did not know there was one. I will try it first.",
        )],
        fix: "As discussed you use the studio machine; the booking calendar is linked in the room. If it does not do, write here within a week and we order.",
        code: NoLongerNeeded,
        ..WISH
    },
    Story {
        service: "device",
        chinese: true,
        title: "申请一台 13 寸笔记本电脑",
        text: "现在的电脑开机要五分钟，出差去工厂很不方便。",
        answers: &[("device", "laptop"), ("size", "inch13"), ("needed_by", "@+14"), ("reason", "每周去两次工厂验货")],
        asks: &[("工厂那边需要用 ERP 客户端吗，还是浏览器就够了？", "浏览器就够了，谢谢。")],
        notes: &["上海库存还有 {n} 台，下周一可以发。"],
        fix: "新电脑已寄到上海办公室前台，用原账号登录即可。旧电脑请在月底前交回。",
        ..WISH
    },
    Story {
        service: "device-trouble",
        title: "Laptop fan very loud, screen flickers on battery",
        text: "In meetings people look at me. On the charger the screen is calm, without it it flickers.",
        answers: &[("label", "{laptop}"), ("where", "both"), ("hold_up", "slower")],
        asks: &[("Does it also flicker with the external screen?", "No, only the built-in one.")],
        notes: &["Known with this model and the graphics driver of September."],
        fix: "I installed the newer graphics driver and cleaned the fan. It has run on battery for an hour without flickering.",
        ..TROUBLE
    },
    Story {
        service: "device-trouble",
        title: "Laptop {laptop} needs ten minutes to start",
        text: "Every morning. I get coffee meanwhile, but still.",
        answers: &[("label", "{laptop}"), ("where", "office"), ("hold_up", "slower")],
        asks: &[("When did you last restart it, not only close the lid?", "Honestly, I always only close the lid.")],
        notes: &["97 % full disk: 40 GB of meeting recordings."],
        fix: "The disk was nearly full of meeting recordings. I moved them to the team drive, and it starts in under a minute. Restarting once a week helps, too.",
        ..TROUBLE
    },
    Story {
        service: "device-trouble",
        title: "Blue screen twice today on {laptop}",
        text: "I lost half an hour of work on the offer for {customer}. Photo attached.",
        answers: &[("label", "{laptop}"), ("where", "home"), ("hold_up", "stopped"), ("photo", "@file")],
        asks: &[("What was plugged in when it happened?", "The dock and my own keyboard.")],
        notes: &["Memory test fails on bank 2. Swap the machine, keep the disk."],
        fix: "One memory module is defective. You have the same model with your own disk in it now, so everything is where it was.",
        ..TROUBLE
    },
    Story {
        service: "device-trouble",
        title: "Phone does not charge any more",
        text: "Only when I hold the cable at an angle.",
        answers: &[("where", "both"), ("hold_up", "can_wait")],
        fix: "There was lint in the socket. It charges again; if it comes back, bring it in once more.",
        ..TROUBLE
    },
    Story {
        service: "device-trouble",
        title: "Keyboard types letters twice",
        text: "The e and the n, mostly. My mails look funny.",
        answers: &[("label", "{laptop}"), ("hold_up", "can_wait")],
        asks: &[(
            "Can you try it at the Service Desk's table for a minute? I would like to see it.",
            "I was there, and of course it did not happen.",
        )],
        fix: "We could not see it at our table or in the log. If it comes back, note the time and write here: then we replace the keyboard without further questions.",
        code: NotReproducible,
        ..TROUBLE
    },
    Story {
        service: "device-trouble",
        chinese: true,
        title: "电脑连不上外接显示器",
        text: "昨天还好好的，今天早上接上以后显示器一直是黑的。换了线也不行。",
        answers: &[("label", "{laptop}"), ("where", "office"), ("hold_up", "slower"), ("photo", "@file")],
        asks: &[("扩展坞上的指示灯是什么颜色？", "一直闪橙色。")],
        notes: &["扩展坞固件旧，升级后正常。"],
        fix: "扩展坞的固件已升级，显示器恢复正常。以后遇到橙灯可以先拔掉电源等十秒。",
        ..TROUBLE
    },
    Story {
        service: "office-printer",
        title: "{printer} jams on every second page",
        text: "Floor {floor}. We took out all the paper that we could find.",
        answers: &[("printer", "{printer}"), ("jobs", "print"), ("jobs", "copy")],
        asks: &[("Which tray does it take the paper from?", "Tray 2, the lower one.")],
        notes: &["Rollers of tray 2 are due. Papyra comes tomorrow anyway."],
        fix: "The rollers of tray 2 were worn; Papyra replaced them today. A hundred pages went through without a jam.",
        ..TROUBLE
    },
    Story {
        service: "office-printer",
        title: "Scanning to mail does not arrive",
        text: "{printer} says “sent”, but nothing comes. Tried three times with {n} pages.",
        answers: &[("printer", "{printer}"), ("jobs", "scan")],
        asks: &[("Did you choose yourself from the list, or type the address?", "I typed it.")],
        notes: &["Mail gateway refuses the printer's old certificate."],
        fix: "The printer's certificate had run out, so our mail server refused it. It has a new one, and your three scans have arrived by now.",
        ..TROUBLE
    },
    Story {
        service: "office-printer",
        title: "Colours are wrong on {printer}",
        text: "Our green is grey. We need the posters for the canteen on Friday.",
        answers: &[("printer", "{printer}"), ("jobs", "print")],
        fix: "Until the new drum is here on Monday please print posters on the printer one floor up; its green is right. I put the shortcut on your desktop.",
        code: Workaround,
        ..TROUBLE
    },
    Story {
        service: "loan",
        title: "Projector for the supplier day",
        text: "With a long cable please.",
        answers: &[("device", "beamer"), ("pieces", "1"), ("from", "@+6"), ("until", "@+8")],
        fix: "The projector with a ten-metre cable lies ready at the Service Desk under your name.",
        ..WISH
    },
    Story {
        service: "loan",
        title: "{n} laptops for the stocktaking",
        text: "With scanner cradles if possible. They stay in the warehouse.",
        answers: &[("device", "laptop"), ("pieces", "{n}"), ("from", "@+9"), ("until", "@+12")],
        asks: &[("Do they need the ERP client?", "Yes, and the label tool.")],
        notes: &["Take them from the pool and image them the day before."],
        fix: "The laptops with ERP client and label tool are in the trolley next to the shift lead's desk. Please bring the trolley back as a whole.",
        ..WISH
    },
    Story {
        service: "loan",
        title: "Drone for roof photos",
        text: "The facility people want to see the gutters.",
        answers: &[("device", "camera"), ("pieces", "1"), ("from", "@+3"), ("until", "@+4")],
        fix: "We have no drone, and flying one over the site needs a permit that we do not hold. {colleague} in facility management knows a roofer who has both.",
        code: Declined,
        ..WISH
    },
];
