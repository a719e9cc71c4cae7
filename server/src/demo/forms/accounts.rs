//! What people ask about getting in: accounts, rights, beginners and leavers, and a phone with it.

use domain::form::{Field, FieldKind};

use super::{Say, choice, choices, field, line, number};

pub(super) fn sign_in() -> Vec<Field> {
    vec![
        choice(
            "what",
            "What happens?",
            "遇到了什么问题？",
            &[
                ("password", "My password is not accepted", "密码不被接受"),
                ("code", "I get no code, or the code is wrong", "收不到验证码或验证码错误"),
                ("locked", "My account is locked", "账号被锁定"),
                ("other", "Something else", "其他"),
            ],
        )
        .must(),
        choice("new_phone", "Do you have a new phone?", "是否换了新手机？", &[("yes", "Yes", "是"), ("no", "No", "否")])
            .when("what", "code"),
        line("reach", "Where can we reach you now?", "现在如何联系您？")
            .help("A phone number, as you may not read mail.", "请留电话，您可能收不到邮件。"),
    ]
}

pub(super) fn access() -> Vec<Field> {
    vec![
        field("service", "Which application?", "哪个应用？", FieldKind::Service).help("The service that it belongs to.", "它所属的服务。"),
        choices(
            "rights",
            "What do you need to do there?",
            "需要哪些权限？",
            &[
                ("read", "Look things up", "查看"),
                ("change", "Change things", "修改"),
                ("approve", "Approve", "审批"),
                ("export", "Export", "导出"),
            ],
        )
        .must(),
        field("same_as", "Who has the access that you need?", "谁已有同样的权限？", FieldKind::Person)
            .help("A colleague with the same work; it saves questions.", "做同样工作的同事，可以省去询问。"),
        field("until", "Only until", "仅到", FieldKind::Date),
        field("why", "What for?", "用途", FieldKind::LongText).must().when("rights", "approve"),
    ]
}

pub(super) fn starter() -> Vec<Field> {
    vec![
        line("name", "Name of the new colleague", "新同事姓名").must(),
        field("starts", "First day", "入职日期", FieldKind::Date).must(),
        field("lead", "Who leads them?", "直属主管", FieldKind::Person).must(),
        choices(
            "equipment",
            "What do they need?",
            "需要什么？",
            &[
                ("laptop", "Laptop", "笔记本电脑"),
                ("phone", "Phone", "手机"),
                ("scanner", "Handheld scanner", "手持扫描枪"),
                ("desk", "Desk", "工位"),
                ("badge", "Badge", "门禁卡"),
            ],
        )
        .must(),
        number("hours", "Hours a week", "每周工时", ("h", "小时"), (1.0, 48.0), 1),
        choice(
            "mobile",
            "Which phone?",
            "哪种手机？",
            &[("standard", "Standard", "标准"), ("rugged", "Rugged, for the warehouse", "仓库用加固型")],
        )
        .when("equipment", "phone"),
    ]
}

pub(super) fn leaver() -> Vec<Field> {
    vec![
        field("who", "Who leaves?", "谁离职？", FieldKind::Person).must(),
        field("last_day", "Last day", "最后工作日", FieldKind::Date).must(),
        field("mailbox", "Who gets their mail?", "邮件转给谁？", FieldKind::Person),
    ]
}

pub(super) fn phone() -> Vec<Field> {
    vec![
        choice(
            "what",
            "What do you need?",
            "您需要什么？",
            &[("sim", "A new SIM", "新 SIM 卡"), ("roaming", "Roaming", "漫游"), ("phone", "Another phone", "换手机")],
        )
        .must(),
        line("country", "Which country?", "哪个国家？").must().when("what", "roaming"),
        field("from", "From", "从哪天起", FieldKind::Date),
        number("data", "How much data?", "需要多少流量？", ("GB", "GB"), (1.0, 100.0), 0).when("what", "roaming"),
    ]
}
