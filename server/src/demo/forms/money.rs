//! What people ask about invoices, records and reports.

use domain::form::{Field, FieldKind};

use super::{Say, choice, choices, field, line, number};

pub(super) fn invoices() -> Vec<Field> {
    vec![
        line("invoice", "Invoice’s number", "发票号"),
        choice(
            "step",
            "Where does it hang?",
            "卡在哪一步？",
            &[
                ("scan", "Reading it in", "录入"),
                ("approval", "Approval", "审批"),
                ("booking", "Booking", "记账"),
                ("payment", "Payment run", "付款"),
            ],
        )
        .must(),
        number("amount", "Amount", "金额", ("€", "欧元"), (0.0, 5_000_000.0), 2),
        field("copy", "Copy", "副本", FieldKind::File { max_files: 5 }),
    ]
}

pub(super) fn records() -> Vec<Field> {
    vec![
        choice(
            "what",
            "Which record?",
            "哪类记录？",
            &[("customer", "Customer", "客户"), ("supplier", "Supplier", "供应商"), ("article", "Article", "商品")],
        )
        .must(),
        line("number", "Its number", "编号").must(),
        field("change", "What is wrong, and what is right?", "错在哪里，应改成什么？", FieldKind::LongText).must(),
        field("approved_by", "Who approved it?", "谁批准的？", FieldKind::Person).when("what", "supplier"),
    ]
}

pub(super) fn reports() -> Vec<Field> {
    vec![
        choice(
            "what",
            "What do you need?",
            "您需要什么？",
            &[
                ("new", "A new report", "新报表"),
                ("change", "A change of a report", "修改报表"),
                ("figure", "A figure looks wrong", "数字看起来不对"),
                ("once", "Figures, once", "一次性数据"),
            ],
        )
        .must(),
        line("report", "Which report?", "哪张报表？").when("what", "change"),
        choices(
            "by",
            "By what?",
            "按什么统计？",
            &[("day", "Day", "日"), ("site", "Site", "地点"), ("customer", "Customer", "客户"), ("article", "Article", "商品")],
        ),
        field("by_when", "Needed by", "需要日期", FieldKind::Date),
    ]
}
