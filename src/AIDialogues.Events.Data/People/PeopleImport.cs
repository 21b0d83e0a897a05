using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>Takes a list of people into the directory, all of it or nothing. One address is one person, in the list and in the directory.</summary>
public sealed class PeopleImport(EventsDb db, TimeProvider clock)
{
    // Two imports take turns, so that the second sees what the first brought and a double click adds nobody twice.
    private const long TurnTaking = 727002;

    public async Task<Result<ImportPreview>> PreviewAsync(string text, ColumnMapping? mapping, CancellationToken ct, PeopleListLimits? limits = null)
    {
        mapping ??= new ColumnMapping();
        if (PeopleList.Read(text, mapping.Columns, limits).Refused(out var refusal, out var list)) return refusal;
        var corrections = (mapping.Corrections ?? []).ToLookup(c => c.Line);
        string[] addresses = [.. list.Rows
            .Select(r => ImportRows.Written(r, list.Columns, corrections[r.Line]).GetValueOrDefault(PersonField.Email, "").Trim().ToLowerInvariant())
            .Where(a => a.Length > 0).Distinct()];
        var known = await db.People.Where(p => addresses.Contains(p.Email)).ToDictionaryAsync(p => p.Email, ct);
        return new ImportPreview(list, ImportRows.Judge(list, mapping, known));
    }

    /// <summary>Adds the new, changes the known, leaves out lines with an error and duplicates.</summary>
    public async Task<Result<ImportOutcome>> ImportAsync(string text, ColumnMapping? mapping, CancellationToken ct, PeopleListLimits? limits = null)
    {
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        _ = await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({TurnTaking})", ct);
        if ((await PreviewAsync(text, mapping, ct, limits)).Refused(out var refusal, out var preview)) return refusal;
        if (Apply(preview) is { } no) return no;
        try
        {
            _ = await db.SaveChangesAsync(ct);
            await transaction.CommitAsync(ct);
        }
        catch (DbUpdateException exception) when (exception is DbUpdateConcurrencyException || exception.IsUniqueViolation())
        {
            db.ChangeTracker.Clear();
            return PeopleListRefusals.AddedMeanwhile;
        }

        return new ImportOutcome(
            preview.Count(ImportState.New), preview.Count(ImportState.Update), preview.Count(ImportState.Same),
            preview.Count(ImportState.Duplicate) + preview.Count(ImportState.Error));
    }

    private Refusal? Apply(ImportPreview preview)
    {
        var now = clock.GetUtcNow();
        foreach (var row in preview.Rows)
        {
            if (row.State == ImportState.Update && row.Known!.Change(row.Details) is { } unchanged) return unchanged;
            if (row.State != ImportState.New) continue;
            if (Person.New(row.Details, now).Refused(out var refusal, out var person)) return refusal;
            _ = db.People.Add(person);
        }

        return null;
    }
}
