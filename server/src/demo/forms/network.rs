//! What people ask about the network, and about the rooms that hang on it.

use domain::form::{Field, FieldKind};

use super::{Say, choice, choices, field, hold_up, line, number};

pub(super) fn vpn() -> Vec<Field> {
    vec![
        choice(
            "when",
            "When does it happen?",
            "什么时候出现？",
            &[("always", "It never connects", "始终连不上"), ("drops", "It drops", "经常断开"), ("slow", "It is slow", "很慢")],
        )
        .must(),
        number("minutes", "After how many minutes does it drop?", "多少分钟后断开？", ("min", "分钟"), (1.0, 600.0), 0)
            .when("when", "drops"),
        field("log", "Log of the client", "客户端日志", FieldKind::File { max_files: 2 })
            .help("Menu, Help, Save log. It holds no passwords.", "菜单 › 帮助 › 保存日志。不含密码。"),
    ]
}

pub(super) fn network() -> Vec<Field> {
    vec![
        line("place", "Where is it?", "在哪里？")
            .must()
            .help("Building, floor, and the number on the socket if there is one.", "楼、楼层，以及插座编号（如有）。"),
        choice(
            "kind",
            "What is it about?",
            "是哪一种？",
            &[("socket", "A socket", "网口"), ("wifi", "Wireless", "无线"), ("line", "The whole site", "整个场所")],
        )
        .must(),
        hold_up(),
    ]
}

pub(super) fn rooms() -> Vec<Field> {
    vec![
        line("room", "Which room?", "哪间会议室？").must(),
        choices(
            "what",
            "What does not work?",
            "什么不能用？",
            &[("screen", "Screen", "屏幕"), ("camera", "Camera", "摄像头"), ("sound", "Sound", "声音"), ("booking", "Booking", "预订")],
        ),
        field("next", "When is the next meeting there?", "下一场会议是哪天？", FieldKind::Date),
    ]
}
