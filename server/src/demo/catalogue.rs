//! What Kestrel Foods offers its people.

use domain::priority::{Impact, Urgency};
use domain::ticket::Kind::{self, Incident, ServiceRequest};

/// Categories of the catalogue, in both languages.
pub const CATEGORIES: &[(&str, &str)] = &[
    ("Devices", "设备"),
    ("Accounts and access", "账号与权限"),
    ("Network and rooms", "网络与会议室"),
    ("Selling and customers", "销售与客户"),
    ("Money and figures", "财务与数据"),
    ("Anything else", "其他"),
];

/// A service of the demo company.
#[derive(Debug)]
pub struct ServicePlan {
    /// Names it in this program; nobody else sees it.
    pub key: &'static str,
    pub name: (&'static str, &'static str),
    pub about: (&'static str, &'static str),
    pub icon: &'static str,
    /// Its place in [`CATEGORIES`].
    pub category: usize,
    pub team: &'static str,
    /// A mailbox; nobody, where the demo shows a gap.
    pub owner: Option<&'static str>,
    pub kind: Kind,
    pub level: (Impact, Urgency),
    pub open_to_team: bool,
    /// Names of teams; everybody, if empty.
    pub audience: &'static [&'static str],
    /// How often it is asked for, against the others.
    pub weight: f64,
    /// Minutes of working time until half of its tickets are resolved.
    pub pace: f64,
    /// Who outside is sometimes waited for.
    pub supplier: Option<&'static str>,
}

const HIGH: (Impact, Urgency) = (Impact::High, Urgency::Medium);
const MEDIUM: (Impact, Urgency) = (Impact::Medium, Urgency::Medium);
const LOW: (Impact, Urgency) = (Impact::Low, Urgency::Low);

/// What most services are like.
const PLAIN: ServicePlan = ServicePlan {
    key: "",
    name: ("", ""),
    about: ("", ""),
    icon: "question",
    category: 0,
    team: "Service Desk",
    owner: None,
    kind: Incident,
    level: MEDIUM,
    open_to_team: false,
    audience: &[],
    weight: 1.0,
    pace: 240.0,
    supplier: None,
};

pub const SERVICES: &[ServicePlan] = &[
    ServicePlan {
        key: "warehouse",
        name: ("Something in the warehouse is broken", "仓库里的设备坏了"),
        about: (
            "Scanners, label printers, scales. Your whole team sees the ticket, so nobody needs to report it twice.",
            "扫描枪、标签打印机、电子秤。您的团队都能看到工单，无需重复报告。",
        ),
        icon: "scan",
        team: "Workplace",
        owner: Some("greta"),
        open_to_team: true,
        weight: 1.7,
        pace: 260.0,
        supplier: Some("Papyra Print Service"),
        ..PLAIN
    },
    ServicePlan {
        key: "device",
        name: ("A new or a different device", "申请或更换设备"),
        about: ("Laptop, screen, headset. Usually 3 working days.", "笔记本、显示器、耳机。通常 3 个工作日。"),
        icon: "laptop",
        team: "Workplace",
        owner: Some("farid"),
        kind: ServiceRequest,
        level: LOW,
        weight: 0.8,
        pace: 1_500.0,
        ..PLAIN
    },
    ServicePlan {
        key: "device-trouble",
        name: ("My laptop, phone or screen makes trouble", "笔记本、手机或显示器有问题"),
        about: ("Slow, loud, dark or dead: tell us what you see.", "慢、吵、黑屏或不开机：请告诉我们现象。"),
        icon: "monitor",
        team: "Workplace",
        owner: Some("farid"),
        weight: 1.3,
        pace: 420.0,
        ..PLAIN
    },
    ServicePlan {
        key: "office-printer",
        name: ("Printing and scanning in the office", "办公室打印与扫描"),
        about: ("For the printers on the floors. Label printers are under “warehouse”.", "楼层打印机。标签打印机请选“仓库”。"),
        icon: "printer",
        team: "Workplace",
        owner: Some("milo"),
        level: LOW,
        weight: 0.6,
        pace: 480.0,
        supplier: Some("Papyra Print Service"),
        ..PLAIN
    },
    ServicePlan {
        key: "loan",
        name: ("Borrow a device", "借用设备"),
        about: ("For a day or two weeks. We keep it ready at the Service Desk.", "一天到两周。到服务台领取。"),
        icon: "box",
        team: "Workplace",
        owner: Some("bo"),
        kind: ServiceRequest,
        level: LOW,
        weight: 0.4,
        pace: 500.0,
        ..PLAIN
    },
    ServicePlan {
        key: "sign-in",
        name: ("I cannot sign in", "我登录不了"),
        about: ("Passwords, codes, locked accounts. Usually 20 minutes.", "密码、验证码、账号锁定。通常 20 分钟。"),
        icon: "key",
        category: 1,
        owner: Some("jonas"),
        level: (Impact::Medium, Urgency::High),
        weight: 1.8,
        pace: 40.0,
        ..PLAIN
    },
    ServicePlan {
        key: "access",
        name: ("Access to an application", "申请应用权限"),
        about: ("Tell us what you need to do there; the owner of the application approves.", "告诉我们您要做什么；由应用负责人审批。"),
        icon: "approval",
        category: 1,
        team: "Business Applications",
        owner: Some("nadia"),
        kind: ServiceRequest,
        weight: 1.2,
        pace: 620.0,
        ..PLAIN
    },
    ServicePlan {
        key: "starter",
        name: ("A new colleague starts", "新同事入职"),
        about: ("Account, device and desk in one request. Best two weeks ahead.", "账号、设备、工位，一次办完。最好提前两周。"),
        icon: "user-plus",
        category: 1,
        owner: Some("priya"),
        kind: ServiceRequest,
        weight: 0.5,
        pace: 2_400.0,
        ..PLAIN
    },
    ServicePlan {
        key: "leaver",
        name: ("A colleague leaves", "同事离职"),
        about: ("For leads: accounts end, devices come back, mail goes to whom you say.", "供主管使用：停用账号、收回设备、转交邮件。"),
        icon: "door",
        category: 1,
        owner: Some("priya"),
        kind: ServiceRequest,
        audience: &["Finance", "Sales", "Customer Care"],
        weight: 0.15,
        pace: 1_400.0,
        ..PLAIN
    },
    ServicePlan {
        key: "phone",
        name: ("Phone, SIM and roaming", "手机、SIM 卡与漫游"),
        about: ("A week before you travel is early enough.", "出差前一周申请即可。"),
        icon: "smartphone",
        category: 1,
        owner: Some("noor"),
        kind: ServiceRequest,
        level: LOW,
        weight: 0.5,
        pace: 520.0,
        ..PLAIN
    },
    ServicePlan {
        key: "vpn",
        name: ("Working from home (VPN)", "在家办公（VPN）"),
        about: ("The tunnel into our network, and everything slow behind it.", "连接公司网络，以及连接后很慢的情况。"),
        icon: "globe",
        category: 2,
        team: "Network",
        owner: Some("wei"),
        weight: 1.0,
        pace: 300.0,
        ..PLAIN
    },
    ServicePlan {
        key: "network",
        name: ("Wireless and network sockets", "无线与网口"),
        about: ("No signal, a dead socket, or the whole site is slow.", "没有信号、网口不通，或整个场所都慢。"),
        icon: "wifi",
        category: 2,
        team: "Network",
        owner: Some("mateo"),
        weight: 0.9,
        pace: 360.0,
        supplier: Some("Northgate Connect"),
        ..PLAIN
    },
    ServicePlan {
        key: "rooms",
        name: ("Meeting rooms and calls", "会议室与通话"),
        about: ("Screens, cameras, sound and booking.", "屏幕、摄像头、声音和预订。"),
        icon: "camera",
        category: 2,
        team: "Workplace",
        owner: None,
        level: LOW,
        weight: 0.6,
        pace: 380.0,
        ..PLAIN
    },
    ServicePlan {
        key: "shop",
        name: ("Web shop", "网上商城"),
        about: ("Something in the shop looks or works wrong.", "商城显示或功能异常。"),
        icon: "cart",
        category: 3,
        team: "Order Platform",
        owner: Some("ravi"),
        weight: 1.0,
        pace: 420.0,
        ..PLAIN
    },
    ServicePlan {
        key: "payments",
        name: ("Checkout payments", "结账支付"),
        about: ("Customers cannot pay, or paid twice. On call day and night.", "客户无法付款或重复付款。全天值班。"),
        icon: "card",
        category: 3,
        team: "Order Platform",
        owner: Some("clara"),
        level: HIGH,
        weight: 0.6,
        pace: 150.0,
        ..PLAIN
    },
    ServicePlan {
        key: "orders",
        name: ("Orders stuck or wrong", "订单卡住或有误"),
        about: (
            "From the shop to the warehouse: an order that hangs, is there twice or goes to the wrong place.",
            "从商城到仓库：订单卡住、重复或发错地方。",
        ),
        icon: "truck",
        category: 3,
        team: "Order Platform",
        owner: Some("elif"),
        level: (Impact::Medium, Urgency::High),
        open_to_team: true,
        audience: &["Customer Care", "Sales", "Warehouse Leipzig", "Warehouse Rotterdam"],
        weight: 1.3,
        pace: 200.0,
        ..PLAIN
    },
    ServicePlan {
        key: "prices",
        name: ("Change a price or a product text", "修改价格或商品文字"),
        about: ("Two working days ahead for price lists.", "价格表请提前两个工作日。"),
        icon: "tag",
        category: 3,
        team: "Order Platform",
        owner: Some("jun"),
        kind: ServiceRequest,
        level: LOW,
        audience: &["Sales", "Customer Care", "Shanghai Office"],
        weight: 0.7,
        pace: 700.0,
        ..PLAIN
    },
    ServicePlan {
        key: "invoices",
        name: ("Invoice workflow", "发票流程"),
        about: ("Reading in, approving, booking and paying invoices.", "发票的录入、审批、记账和付款。"),
        icon: "money",
        category: 4,
        team: "Business Applications",
        owner: Some("piotr"),
        audience: &["Finance", "Sales", "Shanghai Office"],
        weight: 0.9,
        pace: 400.0,
        ..PLAIN
    },
    ServicePlan {
        key: "records",
        name: ("Correct a record in the ERP", "更正 ERP 记录"),
        about: ("Customers, suppliers and articles. Bank details need a second pair of eyes.", "客户、供应商和商品。银行信息需双人复核。"),
        icon: "database",
        category: 4,
        team: "Business Applications",
        owner: Some("samuel"),
        kind: ServiceRequest,
        level: LOW,
        weight: 0.8,
        pace: 560.0,
        ..PLAIN
    },
    ServicePlan {
        key: "reports",
        name: ("A report or a figure", "报表与数据"),
        about: ("A new report, a change, or a figure that looks wrong.", "新报表、修改报表，或看起来不对的数字。"),
        icon: "chart",
        category: 4,
        team: "Data and Reporting",
        owner: Some("henrik"),
        kind: ServiceRequest,
        level: LOW,
        weight: 0.6,
        pace: 1_300.0,
        ..PLAIN
    },
    ServicePlan {
        key: "other",
        name: ("Something else", "其他问题"),
        about: ("Tell us in a sentence; we find the right team.", "用一句话告诉我们，我们来找对应的团队。"),
        icon: "question",
        category: 5,
        owner: Some("jonas"),
        kind: ServiceRequest,
        level: LOW,
        weight: 0.8,
        pace: 300.0,
        ..PLAIN
    },
];
