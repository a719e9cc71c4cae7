//! The request forms of the demo company. Between them they use every kind of field, and conditions.

use domain::form::{ChoiceOption, Condition, Field, FieldKind, Form, Localised};

fn field(key: &str, en: &str, zh: &str, kind: FieldKind) -> Field {
    Field { key: key.to_owned(), label: Localised::new(en, zh), help: Localised::default(), kind, required: false, when: None }
}

fn line(key: &str, en: &str, zh: &str) -> Field {
    field(key, en, zh, FieldKind::Text { max: 120 })
}

fn number(key: &str, en: &str, zh: &str, unit: (&str, &str), range: (f64, f64), decimals: u8) -> Field {
    let kind = FieldKind::Number { unit: Localised::new(unit.0, unit.1), min: Some(range.0), max: Some(range.1), decimals };
    field(key, en, zh, kind)
}

fn options(of: &[(&str, &str, &str)]) -> Vec<ChoiceOption> {
    of.iter().map(|(key, en, zh)| ChoiceOption { key: (*key).to_owned(), label: Localised::new(*en, *zh) }).collect()
}

fn choice(key: &str, en: &str, zh: &str, of: &[(&str, &str, &str)]) -> Field {
    field(key, en, zh, FieldKind::Choice { options: options(of) })
}

fn choices(key: &str, en: &str, zh: &str, of: &[(&str, &str, &str)]) -> Field {
    field(key, en, zh, FieldKind::Choices { options: options(of) })
}

/// What completes a field, in the order in which one would say it.
trait Say {
    fn must(self) -> Self;
    fn help(self, en: &str, zh: &str) -> Self;
    fn when(self, field: &str, equals: &str) -> Self;
}

impl Say for Field {
    fn must(self) -> Self {
        Self { required: true, ..self }
    }

    fn help(self, en: &str, zh: &str) -> Self {
        Self { help: Localised::new(en, zh), ..self }
    }

    fn when(self, field: &str, equals: &str) -> Self {
        Self { when: Some(Condition { field: field.to_owned(), equals: equals.to_owned() }), ..self }
    }
}

/// How much something holds its requester up: the same question wherever it is asked.
fn hold_up() -> Field {
    choice(
        "hold_up",
        "How does it hold you up?",
        "对工作有多大影响？",
        &[
            ("stopped", "Several people cannot work", "多人无法工作"),
            ("slower", "I can work, but slower", "可以工作，但变慢了"),
            ("can_wait", "It can wait", "可以等"),
        ],
    )
    .must()
}

/// The form of the service with this key; services without one ask for title and description alone.
#[must_use]
pub fn form(service: &str) -> Form {
    let fields = match service {
        "warehouse" => warehouse(),
        "device" => device(),
        "device-trouble" => device_trouble(),
        "office-printer" => office_printer(),
        "loan" => loan(),
        "sign-in" => sign_in(),
        "access" => access(),
        "starter" => starter(),
        "leaver" => leaver(),
        "phone" => phone(),
        "vpn" => vpn(),
        "network" => network(),
        "rooms" => rooms(),
        "shop" => shop(),
        "payments" => payments(),
        "orders" => orders(),
        "prices" => prices(),
        "invoices" => invoices(),
        "records" => records(),
        "reports" => reports(),
        _ => Vec::new(),
    };
    Form { fields }
}

fn warehouse() -> Vec<Field> {
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

fn device() -> Vec<Field> {
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

fn device_trouble() -> Vec<Field> {
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

fn office_printer() -> Vec<Field> {
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

fn loan() -> Vec<Field> {
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

fn sign_in() -> Vec<Field> {
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

fn access() -> Vec<Field> {
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

fn starter() -> Vec<Field> {
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

fn leaver() -> Vec<Field> {
    vec![
        field("who", "Who leaves?", "谁离职？", FieldKind::Person).must(),
        field("last_day", "Last day", "最后工作日", FieldKind::Date).must(),
        field("mailbox", "Who gets their mail?", "邮件转给谁？", FieldKind::Person),
    ]
}

fn phone() -> Vec<Field> {
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

fn vpn() -> Vec<Field> {
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

fn network() -> Vec<Field> {
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

fn rooms() -> Vec<Field> {
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

fn shop() -> Vec<Field> {
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

fn payments() -> Vec<Field> {
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

fn orders() -> Vec<Field> {
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

fn prices() -> Vec<Field> {
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

fn invoices() -> Vec<Field> {
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

fn records() -> Vec<Field> {
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

fn reports() -> Vec<Field> {
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
