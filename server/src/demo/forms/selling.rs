//! What people ask about the shop, payments, orders and prices.

use domain::form::{Field, FieldKind};

use super::{Say, choice, choices, field, line, number};

pub(super) fn shop() -> Vec<Field> {
    vec![
        choice(
            "where",
            "Where in the shop?",
            "在商城的哪个环节？",
            &[
                ("search", "Search", "搜索"),
                ("product", "Product page", "商品页"),
                ("basket", "Basket", "购物车"),
                ("account", "Customer’s account", "客户账户"),
            ],
        )
        .must(),
        line("customer", "Customer’s number, if it is about one", "客户编号（如涉及）"),
        field("screenshot", "Screenshot", "截图", FieldKind::File { max_files: 5 }),
    ]
}

pub(super) fn payments() -> Vec<Field> {
    vec![
        choices(
            "ways",
            "Which ways to pay?",
            "哪些支付方式？",
            &[
                ("card", "Card", "银行卡"),
                ("invoice", "Invoice", "账单"),
                ("debit", "Direct debit", "直接扣款"),
                ("wallet", "Wallet", "电子钱包"),
            ],
        )
        .must(),
        number("customers", "How many customers told you?", "多少客户反映？", ("customers", "位"), (1.0, 10_000.0), 0),
        line("order", "An order’s number", "一个订单号"),
    ]
}

pub(super) fn orders() -> Vec<Field> {
    vec![
        line("order", "Order’s number", "订单号").must(),
        choice(
            "what",
            "What is wrong?",
            "哪里不对？",
            &[
                ("stuck", "It does not reach the warehouse", "没有到仓库"),
                ("double", "It is there twice", "重复"),
                ("address", "Address or goods are wrong", "地址或货物错误"),
                ("label", "No shipping label", "没有运单"),
            ],
        )
        .must(),
        number("orders", "How many orders?", "多少订单？", ("orders", "单"), (1.0, 5_000.0), 0),
    ]
}

pub(super) fn prices() -> Vec<Field> {
    vec![
        choice(
            "what",
            "What shall change?",
            "要改什么？",
            &[("price", "Prices", "价格"), ("text", "A text", "文字"), ("picture", "A picture", "图片")],
        )
        .must(),
        field("valid_from", "Valid from", "生效日期", FieldKind::Date).must().when("what", "price"),
        number("discount", "Discount", "折扣", ("%", "%"), (0.0, 80.0), 1).when("what", "price"),
        field("list", "List", "清单", FieldKind::File { max_files: 2 })
            .help("One line for each article: number, old, new.", "每个商品一行：编号、旧值、新值。"),
    ]
}
