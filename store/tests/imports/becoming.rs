//! What incidents, people, groups and categories become.

use sea_orm::ConnectionTrait;
use store::{imports, testing::each_database};

use super::{histories, import, one, rows, source, tally, write};

#[tokio::test]
async fn an_incident_becomes_a_ticket_with_its_whole_past() {
    each_database(|store| async move {
        let summary = import(&store).await;
        assert_eq!((summary.new, summary.known), (4, 0));
        let ticket = "SELECT t.id || ' ' || t.kind || ' ' || t.title || ' ' || t.status || ' ' || t.priority || ' ' || q.name || ' ' || g.name
            || ' ' || a.name || ' ' || r.name || ' ' || t.reopen_count || ' ' || t.reassign_count || ' ' || s.name_en || ' ' || t.source
            || ' ' || ((t.resolved_at - t.created_at) / 3600000) || ' ' || ((t.closed_at - t.created_at) / 3600000) || ' ' || t.extra AS said
            FROM tickets t JOIN users q ON q.id = t.requester_id JOIN teams g ON g.id = t.team_id JOIN users a ON a.id = t.assignee_id
            JOIN users r ON r.id = t.resolved_by JOIN services s ON s.id = t.service_id WHERE t.external_ref = 'servicenow:INC1'";
        assert_eq!(
            one(&store, ticket).await,
            "1001 incident VPN closed 2 Caller 1 Group 2 Resolver 1 Resolved by 3 1 1 Network import 24 120 \
             {\"subcategory\":\"VPN\",\"u_building\":\"South\"}"
        );
        let past = "SELECT COALESCE(u.name, '-') || ' ' || e.kind || ' ' || e.visibility || ' ' || ((e.at - t.created_at) / 60000) AS said
            FROM events e JOIN tickets t ON t.id = e.ticket_id LEFT JOIN users u ON u.id = e.actor_id WHERE t.id = 1001 ORDER BY e.at, e.id";
        assert_eq!(
            rows(&store, past).await,
            [
                "Opened by 1 submitted public 0",
                "Updated by 1 assigned public 5",
                "Updated by 1 assigned public 60",
                "Updated by 1 status_changed public 60",
                "Updated by 1 priority_changed public 60",
                "Updated by 2 resolved public 120",
                "Updated by 2 status_changed public 180",
                "Updated by 2 imported internal 180",
                "Resolved by 3 resolved public 1440",
                "- status_changed public 7200",
            ]
        );
        let waiting = "SELECT status || ' ' || waiting_on || ' ' || status_reason || ' ' || priority AS said FROM tickets WHERE id = 1002";
        assert_eq!(one(&store, waiting).await, "waiting supplier Awaiting Vendor 1");
    })
    .await;
}

#[tokio::test]
async fn people_come_as_placeholders_and_teams_with_the_people_who_had_their_work() {
    each_database(|store| async move {
        import(&store).await;
        assert_eq!(one(&store, "SELECT DISTINCT state AS said FROM users").await, "placeholder");
        assert_eq!(one(&store, "SELECT name AS said FROM users WHERE external_ref = 'servicenow:Caller 2'").await, "Caller 2");
        let unknown = "SELECT u.name AS said FROM users u JOIN tickets t ON t.requester_id = u.id WHERE t.external_ref = 'servicenow:INC3'";
        assert_eq!(one(&store, unknown).await, "Unknown caller");
        let members = "SELECT t.name || ' ' || u.name AS said FROM memberships m JOIN teams t ON t.id = m.team_id
            JOIN users u ON u.id = m.user_id ORDER BY t.name";
        assert_eq!(rows(&store, members).await, ["Group 1 Resolver 1", "Group 2 Resolver 1"]);
    })
    .await;
}

#[tokio::test]
async fn a_category_becomes_a_service_of_the_team_that_did_most_for_it() {
    each_database(|store| async move {
        import(&store).await;
        let services = "SELECT s.name_en || ' ' || s.name_zh || ' ' || t.name || ' ' || f.fields AS said FROM services s
            JOIN teams t ON t.id = s.team_id JOIN forms f ON f.id = s.form_id ORDER BY s.name_en";
        // Group 2 closed the first incident, Group 1 has the two others.
        assert_eq!(rows(&store, services).await, ["Network Network Group 1 []", "Uncategorised 未分类 Imported []"]);
        // Nobody is offered what nobody has looked at.
        assert_eq!(rows(&store, "SELECT name_en AS said FROM services WHERE archived_at IS NULL").await, [""; 0]);
    })
    .await;
}

#[tokio::test]
async fn a_team_that_has_the_groups_name_is_the_group() {
    each_database(|store| async move {
        store
            .transact(None, |tx| {
                Box::pin(async {
                    let sql = "INSERT INTO teams (name, kind, created_at) VALUES ('Group 1', 'supplier', 0)";
                    tx.conn.execute_unprepared(sql).await?;
                    Ok(())
                })
            })
            .await
            .unwrap();
        import(&store).await;
        assert_eq!(one(&store, "SELECT kind AS said FROM teams WHERE name = 'Group 1'").await, "supplier");
        let team = "SELECT g.name AS said FROM tickets t JOIN teams g ON g.id = t.team_id WHERE t.external_ref = 'servicenow:INC4'";
        assert_eq!(one(&store, team).await, "Group 1");
    })
    .await;
}

#[tokio::test]
async fn only_what_nobody_has_turned_to_or_what_came_back_needs_an_answer() {
    each_database(|store| async move {
        let log = histories(&[
            "INC1,New,0,0,0,Caller 1,?,4/3/2016 08:00,?,4/3/2016 08:05,Network,?,3 - Moderate,Group 1,?,?,?,?,?",
            "INC2,New,0,0,0,Caller 1,?,4/3/2016 08:00,?,4/3/2016 08:05,Network,?,3 - Moderate,Group 1,?,?,?,?,?",
            "INC2,New,1,0,1,Caller 1,?,4/3/2016 08:00,?,4/3/2016 09:00,Network,?,3 - Moderate,Group 2,Resolver 1,?,?,?,?",
            "INC3,New,0,0,0,Caller 1,?,4/3/2016 08:00,?,4/3/2016 08:05,Network,?,3 - Moderate,Group 1,?,?,?,?,?",
            "INC3,Active,1,0,0,Caller 1,?,4/3/2016 08:00,?,4/3/2016 09:00,Network,?,2 - High,Group 1,Resolver 1,?,?,?,?",
            "INC3,Active,2,0,1,Caller 1,?,4/3/2016 08:00,?,4/3/2016 10:00,Network,?,2 - High,Group 2,Resolver 1,?,?,?,?",
            "INC4,New,0,0,0,Caller 1,?,4/3/2016 08:00,?,4/3/2016 08:05,Network,?,3 - Moderate,Group 1,?,?,?,?,?",
            "INC4,Awaiting User Info,1,0,0,Caller 1,?,4/3/2016 08:00,?,4/3/2016 09:00,Network,?,3 - Moderate,Group 1,?,?,?,?,?",
            "INC5,Resolved,0,0,0,Caller 1,?,4/3/2016 08:00,?,4/3/2016 08:05,Network,?,3 - Moderate,Group 1,?,?,4/3/2016 08:05,?,?",
            "INC5,Active,1,1,0,Caller 1,?,4/3/2016 08:00,?,4/3/2016 09:00,Network,?,3 - Moderate,Group 1,?,?,?,?,?",
        ]);
        let mut run = imports::begin(&store, None, &source()).await.unwrap();
        write(&store, &mut run, &log, 2, log.len()).await;
        run.finish(&store, &tally(&log)).await.unwrap();
        let words = "SELECT external_ref || ' ' || last_word AS said FROM tickets ORDER BY external_ref";
        let said = rows(&store, words).await;
        let words_of: Vec<&str> = said.iter().filter_map(|row| row.split(' ').nth(1)).collect();
        assert_eq!(words_of, ["filed", "filed", "agent", "agent", "requester"], "{said:?}");

        // What an earlier version had imported is told alike.
        store.run_sql("UPDATE tickets SET last_word = 'filed'").await;
        store.run_sql(migrations::IMPORTED_TURNS).await;
        assert_eq!(rows(&store, words).await, said);
    })
    .await;
}
