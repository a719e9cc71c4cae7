//! What a log's fields are called.

use domain::servicenow::Field;

pub fn english(field: Field) -> &'static str {
    match field {
        Field::Number => "Number",
        Field::State => "State",
        Field::ReassignCount => "How often it was passed on",
        Field::ReopenCount => "How often it was reopened",
        Field::ModCount => "How often it was updated",
        Field::Caller => "Requester",
        Field::OpenedBy => "Opened by",
        Field::OpenedAt => "Opened at",
        Field::CreatedAt => "Created at",
        Field::UpdatedBy => "Updated by",
        Field::UpdatedAt => "Time of the update",
        Field::Title => "Title",
        Field::Description => "Description",
        Field::Category => "Category, which becomes the service",
        Field::Subcategory => "Subcategory",
        Field::Symptom => "Symptom",
        Field::Impact => "Impact",
        Field::Urgency => "Urgency",
        Field::Priority => "Priority",
        Field::Group => "Group, which becomes the team",
        Field::Person => "Assigned to",
        Field::ResolvedBy => "Resolved by",
        Field::ResolvedAt => "Resolved at",
        Field::ClosedAt => "Closed at",
        Field::ClosedCode => "Closing code",
        Field::CloseNotes => "Closing notes",
    }
}

pub fn chinese(field: Field) -> &'static str {
    match field {
        Field::Number => "编号",
        Field::State => "状态",
        Field::ReassignCount => "转派次数",
        Field::ReopenCount => "重新打开次数",
        Field::ModCount => "更新次数",
        Field::Caller => "请求人",
        Field::OpenedBy => "创建人",
        Field::OpenedAt => "打开时间",
        Field::CreatedAt => "创建时间",
        Field::UpdatedBy => "更新人",
        Field::UpdatedAt => "更新时间",
        Field::Title => "标题",
        Field::Description => "描述",
        Field::Category => "类别（成为服务）",
        Field::Subcategory => "子类别",
        Field::Symptom => "症状",
        Field::Impact => "影响",
        Field::Urgency => "紧急程度",
        Field::Priority => "优先级",
        Field::Group => "组（成为团队）",
        Field::Person => "处理人",
        Field::ResolvedBy => "解决人",
        Field::ResolvedAt => "解决时间",
        Field::ClosedAt => "关闭时间",
        Field::ClosedCode => "关闭代码",
        Field::CloseNotes => "关闭说明",
    }
}
