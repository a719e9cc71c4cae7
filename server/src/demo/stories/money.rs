//! Invoices, records of the ERP, reports.

use domain::ticket::ResolutionCode::{Declined, Workaround};

use super::{Story, TROUBLE, WISH};

pub const STORIES: &[Story] = &[
    Story {
        service: "invoices",
        title: "Invoice {invoice} is stuck in approval",
        text: "Three people have approved it, it still waits. The supplier calls every day.",
        answers: &[("invoice", "{invoice}"), ("step", "approval"), ("amount", "{amount}.40")],
        asks: &[("Does the list of approvers show a name in grey?", "Yes, {colleague}, who is on leave.")],
        notes: &["Deputy rule is missing for that cost centre."],
        fix: "It waited for somebody on leave without a deputy. The deputy is entered, {invoice} is approved and in tomorrow's payment run.",
        ..TROUBLE
    },
    Story {
        service: "invoices",
        title: "Reading in takes the wrong amount",
        text: "{amount} became a tenth of it, because of the comma. Attached.",
        answers: &[("invoice", "{invoice}"), ("step", "scan"), ("amount", "{amount}.00"), ("copy", "@file")],
        notes: &["New layout of this supplier. Template adjusted, last {n} invoices checked."],
        fix: "This supplier's new layout confused the reader. It has learnt it, and I checked the last {n} of them: only this one was wrong.",
        ..TROUBLE
    },
    Story {
        service: "invoices",
        title: "Payment run stops with an error",
        text: "“Bank details invalid”, without saying whose. We pay on Thursday.",
        answers: &[("step", "payment")],
        asks: &[("How many payments are in the run?", "About two hundred.")],
        notes: &["One IBAN with a space at its end. The message ought to say which."],
        fix: "One supplier's bank details had a space at the end. The run went through; the error names the supplier from now on.",
        ..TROUBLE
    },
    Story {
        service: "invoices",
        title: "Cannot book {invoice}: period is closed",
        text: "It belongs into last month.",
        answers: &[("invoice", "{invoice}"), ("step", "booking"), ("amount", "{amount}.00")],
        fix: "Last month is closed for good. Sofia agreed to book it into this month with a note on accruals; the note is at the document.",
        code: Workaround,
        ..TROUBLE
    },
    Story {
        service: "invoices",
        chinese: true,
        title: "发票 {invoice} 录入后金额不对",
        text: "原票是人民币，系统里变成了欧元。",
        answers: &[("invoice", "{invoice}"), ("step", "scan"), ("amount", "{amount}.00"), ("copy", "@file")],
        asks: &[("同一供应商的其他发票也这样吗？", "这个月的两张都是。")],
        notes: &["供应商主数据币种为空，默认成了欧元。"],
        fix: "供应商资料里没有填币种，系统默认成了欧元。已补上，两张发票的金额也已更正。",
        ..TROUBLE
    },
    Story {
        service: "records",
        title: "Customer {customer} has a new name",
        text: "They merged.",
        answers: &[("what", "customer"), ("number", "{customer}"), ("change", "New name as on the attached letter, address stays.")],
        fix: "The name is changed in the ERP and in the shop; open invoices carry the new name, too.",
        ..WISH
    },
    Story {
        service: "records",
        title: "New bank details of a supplier",
        text: "By letter, checked by phone with the number that we had before.",
        answers: &[("what", "supplier"), ("number", "{invoice}"), ("change", "IBAN as on the letter."), ("approved_by", "@person")],
        asks: &[(
            "Who did you speak to on the phone? The rule asks for the name.",
            "With their bookkeeper; the name stands on the letter.",
        )],
        notes: &["Second pair of eyes: {colleague}."],
        fix: "The bank details are changed, four eyes have looked, and the next payment uses them.",
        ..WISH
    },
    Story {
        service: "records",
        title: "{product} weighs nothing",
        text: "Zero grams in the ERP. Carriers love us.",
        answers: &[("what", "article"), ("number", "{invoice}"), ("change", "Weight is 0, should be {n}00 g.")],
        fix: "The weight is entered. I looked for others: {n} articles had none, all are mended.",
        ..WISH
    },
    Story {
        service: "records",
        title: "Please delete customer {customer}",
        text: "They have not ordered for years.",
        answers: &[("what", "customer"), ("number", "{customer}"), ("change", "Delete.")],
        asks: &[("There are invoices of the last ten years. The law wants us to keep them. Is “blocked” enough?", "Yes, blocked is fine.")],
        fix: "The customer cannot be deleted while invoices must be kept, so the record is blocked: nobody can order on it, and it is deleted when the time is over.",
        code: Declined,
        ..WISH
    },
    Story {
        service: "records",
        chinese: true,
        title: "修改供应商联系人",
        text: "原来的联系人离职了。",
        answers: &[
            ("what", "supplier"),
            ("number", "{invoice}"),
            ("change", "新联系人信息见邮件，邮箱和电话都变了。"),
            ("approved_by", "@person"),
        ],
        fix: "联系人、邮箱和电话均已更新，旧联系人已标记为停用。",
        ..WISH
    },
    Story {
        service: "reports",
        title: "Sales by shop and week, with last year beside it",
        text: "For the Monday round. A picture would be nice.",
        answers: &[("what", "new"), ("by", "site"), ("by", "article"), ("by_when", "@+18")],
        asks: &[("Shall returns be taken off in the week of the sale or in the week of the return?", "In the week of the return, please.")],
        notes: &["View exists from the spring project, only the weeks are missing."],
        fix: "The report is under “Sales, weekly”; it comes by mail on Mondays at seven. Returns count in the week of the return.",
        ..WISH
    },
    Story {
        service: "reports",
        title: "Stock figure of {site} looks wrong",
        text: "{amount} pallets would not even fit into the building.",
        answers: &[("what", "figure"), ("by", "site")],
        notes: &["Half pallets are counted as whole ones since the change of the packing rules."],
        fix: "Half pallets were counted as whole ones. Mended, also for the past three months.",
        ..WISH
    },
    Story {
        service: "reports",
        title: "One more column in the delivery report",
        text: "The carrier, please.",
        answers: &[("what", "change"), ("report", "Deliveries, daily"), ("by_when", "@+9")],
        fix: "The carrier stands in the last column from tomorrow on.",
        ..WISH
    },
    Story {
        service: "reports",
        title: "List of customers who bought {product} in {country}",
        text: "Once, for the recall test.",
        answers: &[("what", "once"), ("by", "customer"), ("by_when", "@+2")],
        asks: &[("From which batch on?", "Batch {invoice} and later.")],
        fix: "The list is in your secure folder and disappears there after 30 days.",
        ..WISH
    },
    Story {
        service: "reports",
        chinese: true,
        title: "供应商准时交货率报表",
        text: "希望按月和供应商看，最好能导出表格。",
        answers: &[("what", "new"), ("by", "day"), ("by", "article"), ("by_when", "@+20")],
        asks: &[("以到港日期还是入库日期为准？", "以入库日期为准。")],
        fix: "报表已上线，按月和供应商汇总，可导出表格，以入库日期为准。",
        ..WISH
    },
];
