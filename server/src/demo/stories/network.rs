//! VPN, wireless, sockets and meeting rooms.

use domain::ticket::ResolutionCode::{NotReproducible, Workaround};

use super::{Story, TROUBLE};

pub const STORIES: &[Story] = &[
    Story {
        service: "vpn",
        title: "VPN drops every {min} minutes at home",
        text: "Calls freeze, then everything comes back after a minute. At a friend's place it holds.",
        answers: &[("when", "drops"), ("minutes", "{min}"), ("log", "@file")],
        asks: &[
            (
                "Could you save the client's log right after the next drop and attach it? Menu, Help, Save log.",
                "Here it is. It dropped twice while I wrote this.",
            ),
            ("Which router do you have at home?", "The white one from the provider, four years old."),
        ],
        notes: &["Rekey every {min} min, their router drops the UDP state. TCP fallback helps."],
        fix: "Your router forgets the tunnel after {min} minutes of UDP. I set your client to keep it awake; it has held for a whole day.",
        ..TROUBLE
    },
    Story {
        service: "vpn",
        title: "VPN: “certificate expired”",
        text: "Since this morning. I cannot reach anything.",
        answers: &[("when", "always")],
        notes: &["Renewal job missed laptops that were off for over 30 days."],
        fix: "Your laptop had been off for so long that its certificate ran out. It has a new one, and from now on laptops are renewed earlier.",
        ..TROUBLE
    },
    Story {
        service: "vpn",
        title: "Everything is slow over VPN in the evening",
        text: "Opening a file takes minutes. Without VPN the internet is fast.",
        answers: &[("when", "slow")],
        asks: &[("From when to when, roughly?", "From six to nine. After nine it is fine.")],
        notes: &["Line at {site} is full between 18 and 21: backups.", "Moved the backup window to 22:00 as a trial."],
        fix: "Backups filled the line in the evening. They run after ten now, and last night the line was half empty.",
        ..TROUBLE
    },
    Story {
        service: "vpn",
        title: "Cannot reach the drive from home",
        text: "VPN is green, mail works, the drive says “not found”.",
        answers: &[("when", "always"), ("log", "@file")],
        asks: &[("Does your home network use addresses that begin with 10.20?", "Yes, how do you know?")],
        fix: "Your home network uses the same addresses as our file servers. Until we have changed ours in spring, please use the link that I put on your desktop; it takes another way.",
        code: Workaround,
        ..TROUBLE
    },
    Story {
        service: "vpn",
        chinese: true,
        title: "在家连 VPN 总是断线",
        text: "大约每 {min} 分钟断一次，视频会议总要重新进。",
        answers: &[("when", "drops"), ("minutes", "{min}"), ("log", "@file")],
        asks: &[("断开之后请马上保存客户端日志发给我们：菜单 › 帮助 › 保存日志。", "日志已附上，刚刚又断了一次。")],
        notes: &["上海出口线路丢包 3%，已切到备用节点观察。"],
        fix: "已将您的客户端切换到新加坡节点，连续一天没有再断。如果再出现请直接回复。",
        ..TROUBLE
    },
    Story {
        service: "vpn",
        chinese: true,
        title: "VPN 连上以后打开 ERP 很慢",
        text: "其他网站都正常，只有 ERP 慢，一个页面要等半分钟。",
        answers: &[("when", "slow")],
        asks: &[("是所有页面都慢，还是只有订单列表？", "主要是订单列表和附件。")],
        fix: "ERP 的附件改为从上海本地缓存读取，现在打开只要两三秒。",
        ..TROUBLE
    },
    Story {
        service: "network",
        title: "Desk moved to floor {floor}: network socket is dead",
        text: "No light on the dock. Socket {socket}.",
        answers: &[("place", "Floor {floor}, socket {socket}"), ("kind", "socket"), ("hold_up", "slower")],
        notes: &["{socket} was never patched. Port 17 on the floor's switch is free."],
        fix: "Socket {socket} was not connected in the cabinet. It is now, and your dock has its light.",
        ..TROUBLE
    },
    Story {
        service: "network",
        title: "No wireless in {room}",
        text: "One has to hold the phone against the window.",
        answers: &[("place", "{room}"), ("kind", "wifi"), ("hold_up", "can_wait")],
        asks: &[("Since when?", "Since the new shelves, I think.")],
        notes: &["Metal shelves in front of the access point. Move it to the ceiling."],
        fix: "The new metal shelves stood before the access point. It hangs at the ceiling now, and there are four bars in the corner.",
        ..TROUBLE
    },
    Story {
        service: "network",
        title: "{site} is slow as a whole",
        text: "ERP, mail, scanners: everything hangs. All shifts say so.",
        answers: &[("place", "{site}"), ("kind", "line"), ("hold_up", "stopped")],
        asks: &[("Is it slow all the time, or in waves?", "In waves, every half hour or so.")],
        notes: &["Loss of 4 % on the main line, Northgate informed, their ticket {invoice}.", "Switched to the second line for now."],
        fix: "One of the two lines lost packets. Northgate replaced a part on their side; since then the loss is zero on both.",
        ..TROUBLE
    },
    Story {
        service: "network",
        title: "Guest wireless asks for a code that nobody has",
        text: "Customers sit in reception and cannot get online.",
        answers: &[("place", "Reception, {site}"), ("kind", "wifi"), ("hold_up", "slower")],
        fix: "Reception's tablet had stopped printing codes. It prints again, and there is a stack of twenty codes in the drawer.",
        ..TROUBLE
    },
    Story {
        service: "network",
        title: "Network gone for two minutes at lunch",
        text: "All of floor {floor}, yesterday and today.",
        answers: &[("place", "Floor {floor}"), ("kind", "socket"), ("hold_up", "can_wait")],
        notes: &["Nothing in the switch's log. Power? Kettle on the same fuse?"],
        fix: "We watched the floor for two days and saw nothing. Should it happen again, please write down the minute: then we can look at the power as well.",
        code: NotReproducible,
        ..TROUBLE
    },
    Story {
        service: "network",
        chinese: true,
        title: "会议区无线信号很弱",
        text: "{floor} 楼靠窗的会议区，手机只有一格信号。",
        answers: &[("place", "{floor} 楼会议区"), ("kind", "wifi"), ("hold_up", "can_wait")],
        fix: "已在会议区加装一个无线接入点，现在信号满格。",
        ..TROUBLE
    },
    Story {
        service: "rooms",
        title: "Meeting room {room}: camera shows a black picture",
        text: "Sound is fine. The cover is open, we looked.",
        answers: &[("room", "{room}"), ("what", "camera"), ("next", "@+1")],
        notes: &["Camera's USB power is off after the update; replug helps, a powered hub helps for good."],
        fix: "The camera got too little power from its cable. It has a powered hub now, and the picture has been there since.",
        ..TROUBLE
    },
    Story {
        service: "rooms",
        title: "{room} is booked by nobody, but always taken",
        text: "A series of somebody who left long ago, I guess.",
        answers: &[("room", "{room}"), ("what", "booking")],
        fix: "The series belonged to an account that ended in summer. It is deleted; the room is free from now on.",
        ..TROUBLE
    },
    Story {
        service: "rooms",
        title: "Echo in {room} when we call {site}",
        text: "Everybody hears themselves.",
        answers: &[("room", "{room}"), ("what", "sound"), ("next", "@+2")],
        asks: &[("Does it happen with a laptop alone, without the room's speaker?", "No, only with the speaker.")],
        fix: "Two microphones were open at once. The table one is off now unless one presses its button.",
        ..TROUBLE
    },
    Story {
        service: "rooms",
        title: "Screen in {room} says “no signal”",
        text: "Board meeting in one hour!",
        answers: &[("room", "{room}"), ("what", "screen"), ("next", "@+0")],
        notes: &["Went there at once. Cable was in the wrong input."],
        fix: "The cable was in the wrong input. It is labelled now, and the screen finds it by itself.",
        ..TROUBLE
    },
];
