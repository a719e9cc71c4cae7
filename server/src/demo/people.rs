//! Who works at Kestrel Foods, and for it.

use domain::people::TeamKind::{self, Business, Service, Supplier};

/// A team of the demo company.
#[derive(Debug)]
pub struct TeamPlan {
    pub name: &'static str,
    pub kind: TeamKind,
    pub does: &'static str,
    /// The first one leads it, unless `led` says otherwise.
    pub people: &'static [Person],
    pub led: bool,
}

/// Somebody of the demo company; their address is `<mailbox>@kestrel.example`.
#[derive(Clone, Copy, Debug)]
pub struct Person {
    pub name: &'static str,
    pub mailbox: &'static str,
    /// Whether they write Chinese to who writes Chinese.
    pub chinese: bool,
    /// How much of a team's work they do, or how often they ask for something.
    pub weight: f64,
}

const fn one(name: &'static str, mailbox: &'static str, weight: f64) -> Person {
    Person { name, mailbox, chinese: false, weight }
}

const fn zh(name: &'static str, mailbox: &'static str, weight: f64) -> Person {
    Person { name, mailbox, chinese: true, weight }
}

/// Who opens the doors: the administrator, who works in the Service Desk, too.
pub const ADMINISTRATOR: &str = "amara";
/// Whose account is out of use at the end of the year: he left, and nobody took over what he owned.
pub const LEAVER: &str = "henrik";

/// Those who are given a password, and what for.
pub const WITH_PASSWORD: &[(&str, &str)] = &[
    ("amara", "administrator, and agent in the Service Desk"),
    ("jonas", "agent and lead of the Service Desk"),
    ("wei", "agent and lead of Network, reads and writes Chinese"),
    ("nadia", "lead of Business Applications, owns services"),
    ("karin", "supplier: Papyra Print Service"),
    ("hana", "requester in Warehouse Leipzig"),
    ("sofia", "requester, lead of Finance"),
    ("yutong", "requester in the Shanghai Office, in Chinese"),
];

pub const TEAMS: &[TeamPlan] = &[
    TeamPlan {
        name: "Service Desk",
        kind: Service,
        does: "The first to ask: accounts, sign-in, phones, and whatever has no better place. Extension 4000, working days 07:00 to 19:00.",
        people: &[
            one("Jonas", "jonas", 1.1),
            one("Amara", "amara", 0.7),
            one("Priya", "priya", 1.5),
            one("Tomas", "tomas", 1.2),
            one("Noor", "noor", 0.9),
            zh("Lin", "lin", 0.9),
        ],
        led: true,
    },
    TeamPlan {
        name: "Workplace",
        kind: Service,
        does: "Laptops, screens, printers, scanners and meeting rooms, in the offices and in the warehouses.",
        people: &[one("Greta", "greta", 0.8), one("Farid", "farid", 1.4), zh("Bo", "bo", 1.0), one("Milo", "milo", 1.1)],
        led: true,
    },
    TeamPlan {
        name: "Network",
        kind: Service,
        does: "Sockets, wireless, VPN and the lines between the sites.",
        people: &[zh("Wei", "wei", 1.3), one("Mateo", "mateo", 1.1), one("Oskar", "oskar", 0.8), one("Thea", "thea", 0.9)],
        led: true,
    },
    TeamPlan {
        name: "Order Platform",
        kind: Service,
        does: "Web shop, checkout and the way of an order to the warehouse. On call at night and at weekends.",
        people: &[
            one("Ravi", "ravi", 0.8),
            one("Clara", "clara", 1.3),
            one("Dmitri", "dmitri", 1.0),
            one("Elif", "elif", 1.2),
            zh("Jun", "jun", 1.0),
        ],
        led: true,
    },
    TeamPlan {
        name: "Business Applications",
        kind: Service,
        does: "ERP, invoice workflow, HR and the applications around them, and who may use them.",
        people: &[one("Nadia", "nadia", 0.8), one("Piotr", "piotr", 1.3), zh("Yan", "yan", 1.0), one("Samuel", "samuel", 1.1)],
        led: true,
    },
    TeamPlan {
        name: "Data and Reporting",
        kind: Service,
        does: "Reports, dashboards and the figures in them.",
        people: &[one("Linnea", "linnea", 1.2), one("Kofi", "kofi", 1.0), one("Henrik", "henrik", 0.0)],
        led: false,
    },
    TeamPlan {
        name: "Warehouse Leipzig",
        kind: Business,
        does: "Goods in, picking, packing and goods out in Leipzig, in three shifts.",
        people: &[
            one("Ines", "ines", 1.0),
            one("Hana", "hana", 1.6),
            one("Bruno", "bruno", 1.2),
            one("Maja", "maja", 1.3),
            one("Viktor", "viktor", 0.8),
            one("Selma", "selma", 1.0),
            one("Tariq", "tariq", 0.9),
        ],
        led: true,
    },
    TeamPlan {
        name: "Warehouse Rotterdam",
        kind: Business,
        does: "Chilled goods for the west, and everything that comes by ship.",
        people: &[
            one("Daan", "daan", 0.9),
            one("Fenna", "fenna", 1.2),
            one("Joris", "joris", 1.0),
            one("Aylin", "aylin", 1.1),
            one("Pim", "pim", 0.7),
        ],
        led: true,
    },
    TeamPlan {
        name: "Finance",
        kind: Business,
        does: "Invoices, payments, closing the books.",
        people: &[
            one("Sofia", "sofia", 1.3),
            one("Henri", "henri", 1.0),
            one("Irina", "irina", 1.1),
            one("Paul", "paul", 0.8),
            one("Zoe", "zoe", 0.9),
        ],
        led: true,
    },
    TeamPlan {
        name: "Sales",
        kind: Business,
        does: "Shops, canteens and restaurants that buy from us.",
        people: &[
            one("Lucas", "lucas", 1.2),
            one("Emil", "emil", 1.1),
            one("Camille", "camille", 1.0),
            one("Nils", "nils", 0.9),
            one("Rosa", "rosa", 1.0),
        ],
        led: true,
    },
    TeamPlan {
        name: "Customer Care",
        kind: Business,
        does: "Answers customers by phone, mail and chat, seven days a week.",
        people: &[
            one("Omar", "omar", 1.4),
            one("Leah", "leah", 1.2),
            one("Chiara", "chiara", 1.1),
            one("Aisha", "aisha", 1.2),
            one("Theo", "theo", 0.9),
        ],
        led: true,
    },
    TeamPlan {
        name: "Shanghai Office",
        kind: Business,
        does: "Buying and quality in Asia.",
        people: &[
            zh("雨桐", "yutong", 1.3),
            zh("子轩", "zixuan", 1.0),
            zh("欣怡", "xinyi", 1.1),
            zh("浩然", "haoran", 0.9),
            zh("梦琪", "mengqi", 1.0),
        ],
        led: true,
    },
    TeamPlan {
        name: "Papyra Print Service",
        kind: Supplier,
        does: "Repairs label printers and office printers; on site within one working day.",
        people: &[one("Karin", "karin", 1.0), one("Uwe", "uwe", 1.0)],
        led: true,
    },
    TeamPlan {
        name: "Northgate Connect",
        kind: Supplier,
        does: "Runs the lines between our sites and to the internet.",
        people: &[one("Sean", "sean", 1.0), one("Tove", "tove", 1.0)],
        led: true,
    },
];
