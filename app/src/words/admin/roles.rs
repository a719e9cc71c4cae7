//! Roles: sets of permissions.

use domain::locale::Locale;
use domain::permit::Permission;

pub struct Words {
    pub title: &'static str,
    pub lead: &'static str,
    pub new: &'static str,
    pub create: &'static str,
    pub name: &'static str,
    pub permissions: &'static str,
    pub permissions_lead: &'static str,
    pub builtin: &'static str,
    pub builtin_lead: &'static str,
    pub builtin_name: fn(&str) -> String,
    pub held: fn(u64) -> String,
    pub holders: &'static str,
    pub holders_lead: &'static str,
    pub no_holders: &'static str,
    pub give: &'static str,
    pub give_to: &'static str,
    pub give_hint: &'static str,
    pub where_: &'static str,
    pub everywhere: &'static str,
    pub take_back: fn(&str) -> String,
    pub delete: &'static str,
    pub delete_lead: &'static str,
    pub tickets: &'static str,
    pub running: &'static str,
    pub watching: &'static str,
    pub permission: fn(Permission) -> &'static str,
    pub permission_hint: fn(Permission) -> &'static str,
}

pub const EN: Words = Words {
    title: "Roles",
    lead: "A role is a set of permissions. It is held everywhere, or within one team. Members and leads of a team need none for their own work.",
    new: "New role",
    create: "Create the role",
    name: "Name",
    permissions: "Permissions",
    permissions_lead: "What it allows.",
    builtin: "Comes with Opsbeat",
    builtin_lead: "It stays as it is, so that somebody can always administer.",
    builtin_name: |name| builtin(name, Locale::En),
    held: |n| match n {
        0 => "held by nobody".to_owned(),
        1 => "held once".to_owned(),
        n => format!("held {n} times"),
    },
    holders: "Who has it",
    holders_lead: "Everywhere, or within one team.",
    no_holders: "Nobody has it.",
    give: "Give the role",
    give_to: "To whom",
    give_hint: "Type a name and choose.",
    where_: "Where",
    everywhere: "Everywhere",
    take_back: |name| format!("Take it back from {name}"),
    delete: "Delete this role",
    delete_lead: "Whoever has it loses what it allows.",
    tickets: "Tickets",
    running: "Running it",
    watching: "Watching it",
    permission: |permission| english(permission).0,
    permission_hint: |permission| english(permission).1,
};

pub const ZH: Words = Words {
    title: "角色",
    lead: "角色是一组权限，可以全局持有，也可以仅在某个团队内持有。团队成员和组长做本职工作不需要角色。",
    new: "新建角色",
    create: "创建角色",
    name: "名称",
    permissions: "权限",
    permissions_lead: "此角色允许的操作。",
    builtin: "系统自带",
    builtin_lead: "不能修改，以保证始终有人可以管理。",
    builtin_name: |name| builtin(name, Locale::Zh),
    held: |n| if n == 0 { "无人持有".to_owned() } else { format!("授予 {n} 次") },
    holders: "持有者",
    holders_lead: "全局，或在某个团队内。",
    no_holders: "无人持有。",
    give: "授予角色",
    give_to: "授予谁",
    give_hint: "请输入姓名并选择。",
    where_: "范围",
    everywhere: "全局",
    take_back: |name| format!("从{name}收回"),
    delete: "删除此角色",
    delete_lead: "持有者将失去它所允许的操作。",
    tickets: "工单",
    running: "管理",
    watching: "监督",
    permission: |permission| chinese(permission).0,
    permission_hint: |permission| chinese(permission).1,
};

/// The roles that come with the program are stored by a key.
fn builtin(name: &str, locale: Locale) -> String {
    let known = match name.to_lowercase().replace(' ', "_").as_str() {
        "administrator" => Some(("Administrator", "管理员")),
        "agent" => Some(("Agent", "处理人")),
        "auditor" => Some(("Auditor", "审计员")),
        "lead" | "team_lead" => Some(("Team lead", "团队组长")),
        "service_manager" => Some(("Service manager", "服务经理")),
        _ => None,
    };
    match (known, locale) {
        (Some((en, _)), Locale::En) => en.to_owned(),
        (Some((_, zh)), Locale::Zh) => zh.to_owned(),
        (None, _) => name.to_owned(),
    }
}

const fn english(permission: Permission) -> (&'static str, &'static str) {
    match permission {
        Permission::SeeTickets => ("See tickets", "With their internal notes"),
        Permission::Answer => ("Answer tickets", "Reply, note, work on, resolve, cancel, reopen"),
        Permission::Assign => ("Assign tickets", "To people, and to other teams"),
        Permission::EditTickets => ("Edit tickets", "Title, kind, service, priority, people"),
        Permission::ManageServices => ("Manage services", "Create, change and archive them and their forms"),
        Permission::ManageTeams => ("Manage teams", "And who is in them"),
        Permission::ManagePeople => ("Manage people", "Invite, change and disable accounts"),
        Permission::ManageRoles => ("Manage roles", "Whoever has this can have everything"),
        Permission::ManageSettings => ("Change settings", "What holds for everybody"),
        Permission::SeeAudit => ("Read the audit log", "Every change that was ever made"),
        Permission::SeeOutbox => ("See the mail outbox", "Read the mails that left or wait, and send them again"),
        Permission::Import => ("Import", "Bring another system’s log in"),
        Permission::SeeReports => ("See reports", "Figures over tickets and teams"),
        Permission::SeeGaps => ("See gaps in duties", "What nobody answers for"),
        Permission::ManageSla => ("Manage service levels", "Calendars, policies, excuses and corrections"),
        Permission::ManageScoring => ("Plan scoring rounds", "When teams score each other, and who runs a round; never who scored what"),
    }
}

const fn chinese(permission: Permission) -> (&'static str, &'static str) {
    match permission {
        Permission::SeeTickets => ("查看工单", "包括内部备注"),
        Permission::Answer => ("处理工单", "回复、备注、处理、解决、取消、重新打开"),
        Permission::Assign => ("分派工单", "分派给人员或其他团队"),
        Permission::EditTickets => ("编辑工单", "标题、类型、服务、优先级、相关人员"),
        Permission::ManageServices => ("管理服务", "创建、修改和归档服务及其表单"),
        Permission::ManageTeams => ("管理团队", "以及团队成员"),
        Permission::ManagePeople => ("管理人员", "邀请、修改和停用账号"),
        Permission::ManageRoles => ("管理角色", "拥有此权限者可以获得一切权限"),
        Permission::ManageSettings => ("修改设置", "对所有人生效的设置"),
        Permission::SeeAudit => ("查看审计日志", "所有发生过的更改"),
        Permission::SeeOutbox => ("查看发件箱", "查看已发送和等待中的邮件，并重新发送"),
        Permission::Import => ("导入", "导入其他系统的记录"),
        Permission::SeeReports => ("查看报表", "工单和团队的数据"),
        Permission::SeeGaps => ("查看职责空缺", "没有人负责的事项"),
        Permission::ManageSla => ("管理服务级别", "日历、策略、豁免和更正"),
        Permission::ManageScoring => ("策划互评轮次", "团队何时互评、由谁负责；绝不包括谁打了多少分"),
    }
}
