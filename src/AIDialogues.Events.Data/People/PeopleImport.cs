using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>Takes a list of people into the directory, all of it or nothing. One address is one person, in the list and in the directory.</summary>
public sealed class PeopleImport(EventsDb db, TimeProvider clock)
{
    // Two imports take turns, so that the second sees what the first brought and a double click adds nobody twice.
    internal const long TurnTaking = 727002;

    public async Task<Result<ImportPreview>> PreviewAsync(string text, ColumnMapping? mapping, CancellationToken ct, PeopleListLimits? limits = null)
    {
        mapping ??= new ColumnMapping();
        if (PeopleList.Read(text, mapping.Columns, limits).Refused(out var refusal, out var list)) return refusal;
        var remembered = await RememberedAsync(list, ct);
        if (remembered is not null)
        {
            var before = remembered.ReadColumns();
            PersonField?[] columns = [.. before.Select((field, i) => mapping.Columns?.ElementAtOrDefault(i) ?? field)];
            if (PeopleList.Read(text, columns, limits).Refused(out refusal, out list)) return refusal;
        }

        var rows = ImportRows.Judge(list, mapping, await KnownAsync(list, mapping, ct));
        rows = Lookalikes.In(rows, await db.People.AsNoTracking().ToListAsync(ct));
        return new ImportPreview(list, rows, ColumnSlips.In(list), remembered?.At);
    }

    /// <summary>Adds the new, changes the known, leaves out lines with an error, duplicates and what is skipped.</summary>
    /// <param name="by">Who imports, for the list of imports.</param>
    public async Task<Result<ImportOutcome>> ImportAsync(string text, ColumnMapping? mapping, CancellationToken ct, PeopleListLimits? limits = null, string by = "")
    {
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        _ = await db.Database.ExecuteSqlAsync($"SELECT pg_advisory_xact_lock({TurnTaking})", ct);
        if ((await PreviewAsync(text, mapping, ct, limits)).Refused(out var refusal, out var preview)) return refusal;
        var batch = Batch(preview, by);
        if (Apply(preview).Refused(out var no, out var images)) return no;
        try
        {
            if (images.Count > 0) _ = db.Add(batch);
            _ = await db.SaveChangesAsync(ct);
            await KeepImagesAsync(batch, images, ct);
            await transaction.CommitAsync(ct);
        }
        catch (DbUpdateException exception) when (exception is DbUpdateConcurrencyException || exception.IsUniqueViolation())
        {
            db.ChangeTracker.Clear();
            return PeopleListRefusals.AddedMeanwhile;
        }

        return new ImportOutcome(batch.Added, batch.Updated, preview.Count(ImportState.Same), batch.LeftOut, images.Count > 0 ? batch.Id : null);
    }

    /// <summary>How a list like this was read last time. Without headings only where that still finds the addresses.</summary>
    private async Task<ImportBatch?> RememberedAsync(PeopleList list, CancellationToken ct)
    {
        string shape = list.Shape;
        var last = await db.ImportBatches.AsNoTracking().Where(b => b.Shape == shape && b.UndoneAt == null).OrderByDescending(b => b.At).FirstOrDefaultAsync(ct);
        if (last is null || last.Columns == string.Join(',', list.Columns)) return null;
        var columns = last.ReadColumns();
        return columns.Count == list.Columns.Count && (list.Header is not null || columns[list.Columns.ToList().IndexOf(PersonField.Email)] == PersonField.Email) ? last : null;
    }

    /// <summary>Who has these addresses; the address of a merged record leads to the one that was kept.</summary>
    private async Task<Dictionary<string, Person>> KnownAsync(PeopleList list, ColumnMapping mapping, CancellationToken ct)
    {
        var corrections = (mapping.Corrections ?? []).ToLookup(c => c.Line);
        string[] addresses = [.. list.Rows
            .Select(r => ImportRows.Written(r, list.Columns, corrections[r.Line]).GetValueOrDefault(PersonField.Email, "").Trim().ToLowerInvariant())
            .Where(a => a.Length > 0).Distinct()];
        var found = await db.People.IgnoreQueryFilters().Where(p => addresses.Contains(p.Email)).ToListAsync(ct);
        var known = found.Where(p => p.MergedIntoId is null).ToDictionary(p => p.Email);
        var kept = found.Where(p => p.MergedIntoId is not null && !known.ContainsKey(p.Email)).ToList();
        if (kept.Count == 0) return known;
        var ids = kept.Select(p => p.MergedIntoId!.Value).ToList();
        var people = await db.People.Where(p => ids.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        foreach (var merged in kept)
            if (people.TryGetValue(merged.MergedIntoId!.Value, out var person)) known[merged.Email] = person;
        return known;
    }

    private ImportBatch Batch(ImportPreview preview, string by) => new()
    {
        At = clock.GetUtcNow(),
        By = by,
        Shape = preview.List.Shape,
        Columns = string.Join(',', preview.List.Columns),
        Added = preview.Count(ImportState.New),
        Updated = preview.Count(ImportState.Update),
        LeftOut = preview.Count(ImportState.Duplicate) + preview.Count(ImportState.Error) + preview.Count(ImportState.Skipped),
    };

    private Result<List<Image>> Apply(ImportPreview preview)
    {
        var now = clock.GetUtcNow();
        var images = new List<Image>();
        foreach (var row in preview.Rows)
        {
            if (row.State == ImportState.Update)
            {
                string before = PersonImage.Of(row.Known!.Details);
                if (row.Known.Change(row.Details) is { } unchanged) return unchanged;
                images.Add(new(row.Known.Id.Value, before, PersonImage.Of(row.Known.Details)));
            }

            if (row.State != ImportState.New) continue;
            if (Person.New(row.Details, now).Refused(out var refusal, out var person)) return refusal;
            _ = db.People.Add(person);
            images.Add(new(person.Id.Value, null, PersonImage.Of(person.Details)));
        }

        return images;
    }

    private sealed record Image(Guid Person, string? Before, string After);

    /// <summary>What the undo goes back to, in one statement; images older than a day are erased, for nobody can go back to them.</summary>
    private async Task KeepImagesAsync(ImportBatch batch, List<Image> images, CancellationToken ct)
    {
        if (images.Count == 0) return;
        Guid[] people = [.. images.Select(i => i.Person)];
        string?[] before = [.. images.Select(i => i.Before)];
        string[] after = [.. images.Select(i => i.After)];
        _ = await db.Database.ExecuteSqlAsync($"""
            INSERT INTO events.imported_people (batch_id, person_id, before, after)
            SELECT {batch.Id.Value}, i.person, i.before::jsonb, i.after::jsonb FROM unnest({people}, {before}, {after}) AS i(person, before, after)
            """, ct);
        var old = batch.At - ImportBatch.UndoFor;
        _ = await db.ImportedPeople.Where(p => db.ImportBatches.Any(b => b.Id == p.BatchId && b.At < old)).ExecuteDeleteAsync(ct);
    }
}
