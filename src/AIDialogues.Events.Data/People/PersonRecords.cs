using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>All records of one person: theirs and, through every merge, those that gave way to it. What is done to the person is done to each.</summary>
public static class PersonRecords
{
    public static Task<List<Guid>> RecordsOfAsync(this EventsDb db, Guid person, CancellationToken ct) => db.Database.SqlQuery<Guid>($"""
        WITH RECURSIVE records (id) AS (SELECT {person}::uuid UNION SELECT p.id FROM events.people p JOIN records r ON p.merged_into_id = r.id)
        SELECT id AS "Value" FROM records
        """).ToListAsync(ct);
}
