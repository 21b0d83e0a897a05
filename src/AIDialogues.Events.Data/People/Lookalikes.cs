using AIDialogues.Events.Domain;

namespace AIDialogues.Events.Data;

/// <summary>New lines that may be somebody already there under another address. It only points; nothing is decided.</summary>
internal static class Lookalikes
{
    public static IReadOnlyList<ImportRow> In(IReadOnlyList<ImportRow> rows, IReadOnlyList<Person> directory)
    {
        var index = new ResemblanceIndex<Lookalike>(
            directory.Select(p => new Lookalike(p.Name, p.Affiliation, p.Email, p.Id, null, default)), p => Resemblance.Of(p.Name, p.Affiliation, p.Email));
        var seen = new List<ImportRow>(rows.Count);
        foreach (var row in rows)
        {
            if (row.State is not (ImportState.New or ImportState.Skipped))
            {
                seen.Add(row);
                continue;
            }

            var resemblance = Resemblance.Of(row.Name, row.Details.Affiliation, row.Details.Email);
            var nearest = row.Known is null ? index.Nearest(resemblance) : null;
            seen.Add(nearest is var (item, likeness) ? row with { Alike = item with { Likeness = likeness } } : row);
            if (row.State == ImportState.New) index.Add(new(row.Name, row.Details.Affiliation, row.Details.Email, null, row.Line, default), resemblance);
        }

        return seen;
    }
}
