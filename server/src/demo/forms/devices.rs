//! What people ask about things: scanners, computers and printers.

use domain::form::{Field, FieldKind};

use super::{Say, choice, choices, field, hold_up, line, number};

pub(super) fn warehouse() -> Vec<Field> {
    vec![
        choice(
            "what",
            "What is broken?",
            "什么坏了？",
            &[
                ("scanner", "A handheld scanner", "手持扫描枪"),
                ("printer", "A label printer", "标签打印机"),
                ("scale", "A scale", "电子秤"),
                ("other", "Something else", "其他"),
            ],
        )
        .must(),
        line("label", "Which device is it?", "是哪一台？").must().help(
            "The number on the yellow label, for example WH-0142. If there is none, write “no label”.",
            "黄色标签上的编号，例如 WH-0142。没有标签请写“无”。",
        ),
        choice(
            "prints",
            "Does it print anything?",
            "还能打印吗？",
            &[
                ("nothing", "Nothing at all", "完全不打印"),
                ("blank", "Blank labels", "打印空白标签"),
                ("faint", "Faint or shifted", "打印模糊或错位"),
            ],
        )
        .when("what", "printer"),
        number("off_by", "By how much is the scale off?", "称重误差多少？", ("kg", "公斤"), (0.0, 2_000.0), 2).when("what", "scale"),
        hold_up(),
        field("photo", "Photo", "照片", FieldKind::File { max_files: 3 })
            .help("A photo often saves a question.", "一张照片往往能省去一次询问。"),
    ]
}

pub(super) fn device() -> Vec<Field> {
    vec![
        choice(
            "device",
            "What do you need?",
            "您需要什么？",
            &[
                ("laptop", "A laptop", "笔记本电脑"),
                ("screen", "A screen", "显示器"),
                ("headset", "A headset", "耳机"),
                ("other", "Something else", "其他"),
            ],
        )
        .must(),
        choice("size", "Which size?", "多大尺寸？", &[("inch13", "13 inch, light", "13 英寸，轻便"), ("inch15", "15 inch", "15 英寸")])
            .must()
            .when("device", "laptop"),
        number("screens", "How many screens?", "需要几台显示器？", ("screens", "台"), (1.0, 3.0), 0).when("device", "screen"),
        field("for_whom", "For whom?", "给谁用？", FieldKind::Person).help("Leave it empty when it is for you.", "给自己用则不用填。"),
        field("needed_by", "Needed by", "需要日期", FieldKind::Date),
        field("reason", "What is it for?", "用途", FieldKind::LongText).help("One sentence is enough.", "一句话即可。"),
    ]
}

pub(super) fn device_trouble() -> Vec<Field> {
    vec![
        line("label", "Number on the sticker", "标签编号")
            .help("For example LT-0317, on the bottom of the device.", "例如 LT-0317，在设备底部。"),
        choice(
            "where",
            "Where do you use it?",
            "在哪里使用？",
            &[("office", "In the office", "办公室"), ("home", "At home", "家里"), ("both", "Both", "都有")],
        ),
        hold_up(),
        field("photo", "Photo or screenshot", "照片或截图", FieldKind::File { max_files: 5 }),
    ]
}

pub(super) fn office_printer() -> Vec<Field> {
    vec![
        line("printer", "Which printer?", "哪台打印机？")
            .must()
            .help("Its name stands on the front, for example P-204.", "名称在正面，例如 P-204。"),
        choices(
            "jobs",
            "What does not work?",
            "哪些功能不行？",
            &[("print", "Printing", "打印"), ("scan", "Scanning", "扫描"), ("copy", "Copying", "复印"), ("staple", "Stapling", "装订")],
        )
        .must(),
    ]
}

pub(super) fn loan() -> Vec<Field> {
    vec![
        choice(
            "device",
            "What do you want to borrow?",
            "想借什么？",
            &[
                ("laptop", "A laptop", "笔记本电脑"),
                ("beamer", "A projector", "投影仪"),
                ("hotspot", "A mobile hotspot", "移动热点"),
                ("camera", "A camera", "相机"),
            ],
        )
        .must(),
        number("pieces", "How many?", "几台？", ("pieces", "台"), (1.0, 10.0), 0).must(),
        field("from", "From", "开始日期", FieldKind::Date).must(),
        field("until", "Until", "归还日期", FieldKind::Date).must(),
    ]
}
