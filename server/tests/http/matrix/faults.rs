//! Faults: who declares, sees and works on them.

use super::{Row, row};

#[rustfmt::skip]
pub const ROWS: &[Row] = &[
    //                                                                                                       visitor requester colleague stranger agent other lead owner disabled auditor admin
    row("GET /api/faults/list", "", "> . . . + + + + > + +"),
    row("GET /api/faults/new", "", "> + + + + + + + > + +"),
    row("GET /api/faults/fault", "id={fault}", "> . . . + + + + > + +"),
    row("POST /api/faults/declare", "service={laptop}&title=All+laptops+are+down", "> + + + + + + + > + +"),
    row("POST /api/faults/declare", "service={private}&title=All+rooms+are+dark", "> - - - + + + - > + +"),
    row("POST /api/faults/change", "fault={fault}&version=1&title=Better&severity=minor&services[]={laptop}", "> . . . + . + + > . +"),
    row("POST /api/faults/moment", "fault={fault}&kind=detected&precision=now", "> . . . + . + + > . +"),
    row("POST /api/faults/answer", "fault={fault}&question=restored_before_located&reason=rolled+back", "> . . . + . + + > . +"),
    row("POST /api/faults/confirm", "fault={fault}&kind=detected&at={filed_at}", "> . . . + . + + > . +"),
    row("POST /api/faults/say", "fault={fault}&line=Hm", "> . . . + + + + > + +"),
    row("POST /api/faults/say", "fault={fault}&line=/acknowledged", "> . . . + . + + > . +"),
    row("POST /api/faults/retime", "fault={fault}&entry={entry}&was={entry_at}&at=2026-11-16T08:00&zone=UTC", "> . . . + . + + > . +"),
    row("POST /api/faults/role", "fault={fault}&role=scribe&person=me", "> . . . + . + + > . +"),
    row("POST /api/faults/link", "fault={fault}&ticket=SR-{started}", "> . . . + . + + > . +"),
    row("POST /api/faults/unlink", "fault={fault}&ticket={new}", "> . . . + . + + > . +"),
    row("POST /api/faults/start-impact", "fault={fault}&from=2026-11-16T08:00&until=2026-11-16T08:30&zone=UTC", "> . . . + . + + > . +"),
    row("POST /api/faults/stop-impact", "fault={fault}&impact={impact}", "> . . . + . + + > . +"),
    row("POST /api/faults/mend-impact", "fault={fault}&impact={impact}&was_from={impact_from}&none=1&why=misread", "> . . . + . + + > . +"),
    row("GET /api/faults/chat", "id={fault}", "> . . . + . + + > . +"),
    row("POST /api/faults/read-chat", "fault={fault}&text=10:42+Mei+it+is+dark&zone=UTC&day=2026-11-15", "> . . . + . + + > . +"),
    row("POST /api/faults/keep-chat", "fault={fault}&step=keep", "> . . . + . + + > . +"),
    row("PAGE /faults/{number}/chat", "/faults/FLT-{fault}/chat", "> . . . + . + + > . +"),
    row("PAGE /faults", "/faults", "> . . . + + + + > + +"),
    row("PAGE /faults/new", "/faults/new", "> . . . + + + + > + +"),
    row("PAGE /faults/{number}", "/faults/FLT-{fault}", "> . . . + + + + > + +"),
];
