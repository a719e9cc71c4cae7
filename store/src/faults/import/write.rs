//! A fault that came from a file, written whole.

use std::collections::BTreeSet;

use domain::{
    fault::{
        Severity,
        declaration::State,
        exchange::Document,
        impact::Interval,
        moment::{Change, Moments, Reading, Source as From},
        post_mortem::{Content, PostMortem},
        timeline::Origin,
    },
    id::{FaultId, UserId},
    people::AccountState,
    time::Timestamp,
};
use sea_orm::{ActiveValue::NotSet, ColumnTrait, EntityTrait, QueryFilter, Set};
use serde_json::json;

use super::{
    super::{declare, facts, kept::Rest, post_mortem::kept::bring, stored},
    resolve::Resolved,
};
use crate::{
    Error, Result, Tx,
    entity::{fault_answers, fault_entries, fault_impacts, fault_imports, fault_moments, faults, users},
    live::Word,
};

/// In whose name faults are declared that are brought in on the machine itself.
const IMPORT: &str = "Import";
const IMPORT_REF: &str = "opsbeat:fault-import";

/// Where a fault comes from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Source<'s> {
    pub(super) file: &'s str,
    pub(super) fingerprint: &'s str,
}

/// Writes all of it, with its record.
pub(super) async fn write(tx: &mut Tx<'_>, by: Option<UserId>, resolved: &Resolved, source: Source<'_>) -> Result<FaultId> {
    let Resolved { document, services, content, kept, .. } = resolved;
    let moments = moments(document, by, tx.now);
    let declared_by = match by {
        Some(by) => by,
        None => importer(tx).await?,
    };
    let id = insert(tx, document, &moments, declared_by).await?;
    declare::hits(tx, id, services).await?;
    say(tx, id, &moments).await?;
    hurt(tx, id, &document.intervals).await?;
    let untimed = tell(tx, id, document).await?;
    if content != &Content::default() {
        bring(tx, id, PostMortem::imported(content.clone(), by)).await?;
    }
    let row = fault_imports::ActiveModel {
        fault_id: Set(id.get()),
        fingerprint: Set(source.fingerprint.to_owned()),
        file_name: Set(source.file.chars().take(200).collect()),
        kept: Set(Rest { kept: kept.clone(), untimed }.to_json()?),
        imported_at: Set(tx.now.millis()),
        imported_by: Set(by.map(UserId::get)),
    };
    fault_imports::Entity::insert(row).exec_without_returning(&tx.conn).await?;
    let row = faults::Entity::find_by_id(id.get()).one(&tx.conn).await?.ok_or(Error::NotFound)?;
    let facts = vec![facts::facts(&tx.conn, &row, services).await?];
    tx.news.push(Word::Fault { fault: id, facts });
    let data = json!({ "title": document.title, "file": source.file, "fingerprint": source.fingerprint });
    tx.audit("fault.import", ("fault", id), data);
    Ok(id)
}

/// As they are said now, by whoever brings them.
fn moments(document: &Document, by: Option<UserId>, now: Timestamp) -> Moments {
    let said = document.moments.iter().map(|(&kind, &value)| {
        let evidence = document.evidence.get(&kind).cloned().unwrap_or_default();
        (kind, Change { reading: Reading { value, source: From::Import, evidence }, said_at: now, by, why: String::new() })
    });
    let mut moments = Moments::told(said);
    for (question, reason) in &document.answers {
        // What is not asked was left out before.
        drop(moments.answer(*question, reason, by, now));
    }
    moments
}

/// Who stands for imports on the machine itself: nobody who signs in.
async fn importer(tx: &Tx<'_>) -> Result<UserId> {
    let known = users::Entity::find().filter(users::Column::ExternalRef.eq(IMPORT_REF)).one(&tx.conn).await?;
    if let Some(known) = known {
        return Ok(UserId(known.id));
    }
    let now = tx.now.millis();
    let row = users::ActiveModel {
        folded: Set(users::folded(IMPORT, None)),
        name: Set(IMPORT.to_owned()),
        state: Set(AccountState::Placeholder.as_str().to_owned()),
        external_ref: Set(Some(IMPORT_REF.to_owned())),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    };
    Ok(UserId(users::Entity::insert(row).exec(&tx.conn).await?.last_insert_id))
}

async fn insert(tx: &Tx<'_>, document: &Document, moments: &Moments, declared_by: UserId) -> Result<FaultId> {
    let state = State::of(moments);
    let row = faults::ActiveModel {
        id: NotSet,
        title: Set(document.title.clone()),
        // As where one is declared; that nobody has said so is kept beside it.
        severity: Set(document.severity.unwrap_or(Severity::Major).as_str().to_owned()),
        drill: Set(document.drill),
        state: Set(state.as_str().to_owned()),
        open: Set(state == State::Ongoing),
        began_at: Set(moments.points().earliest().unwrap_or(tx.now).millis()),
        finder: Set(document.found_by.map(|finder| finder.as_str().to_owned())),
        declared_by: Set(declared_by.get()),
        declared_at: Set(tx.now.millis()),
        commander_id: Set(None),
        scribe_id: Set(None),
        liaison_id: Set(None),
        version: Set(1),
        changes: Set(1),
    };
    Ok(FaultId(faults::Entity::insert(row).exec(&tx.conn).await?.last_insert_id))
}

async fn say(tx: &Tx<'_>, id: FaultId, moments: &Moments) -> Result<()> {
    for (kind, moment) in moments.iter() {
        for change in moment.history() {
            fault_moments::Entity::insert(stored::moment_row(id, kind, change)).exec(&tx.conn).await?;
        }
    }
    for &question in domain::fault::moment::Question::ALL {
        let Some(answer) = moments.answer_to(question) else { continue };
        let row = fault_answers::ActiveModel {
            id: NotSet,
            fault_id: Set(id.get()),
            question: Set(question.as_str().to_owned()),
            first_at: Set(answer.about.0.millis()),
            second_at: Set(answer.about.1.millis()),
            reason: Set(answer.reason.clone()),
            said_at: Set(answer.at.millis()),
            said_by: Set(answer.by.map(UserId::get)),
        };
        fault_answers::Entity::insert(row).exec(&tx.conn).await?;
    }
    Ok(())
}

async fn hurt(tx: &Tx<'_>, id: FaultId, intervals: &[Interval]) -> Result<()> {
    for interval in intervals {
        let row = fault_impacts::ActiveModel {
            fault_id: Set(id.get()),
            began_at: Set(interval.from.millis()),
            ended_at: Set(interval.until.map(Timestamp::millis)),
            ..Default::default()
        };
        fault_impacts::Entity::insert(row).exec(&tx.conn).await?;
    }
    Ok(())
}

/// Writes the timeline, in the order of the file; the names of the entries without a time, which stand at that of the import.
async fn tell(tx: &Tx<'_>, id: FaultId, document: &Document) -> Result<BTreeSet<i64>> {
    let mut untimed = BTreeSet::new();
    for line in &document.timeline {
        let row = fault_entries::ActiveModel {
            fault_id: Set(id.get()),
            at: Set(line.at.unwrap_or(tx.now).millis()),
            origin: Set(Origin::Import.as_str().to_owned()),
            author_id: Set(None),
            author_name: Set((!line.author.is_empty()).then(|| line.author.clone())),
            body: Set(line.text.clone()),
            evidence: Set(line.evidence.clone()),
            pinned: Set(line.pinned),
            ..Default::default()
        };
        let entry = fault_entries::Entity::insert(row).exec(&tx.conn).await?.last_insert_id;
        if line.at.is_none() {
            untimed.insert(entry);
        }
    }
    Ok(untimed)
}
