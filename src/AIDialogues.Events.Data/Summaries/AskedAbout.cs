using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Summaries;

/// <summary>How much of a text those who were there could object to before it came out.</summary>
public enum AskedAbout
{
    Nothing,

    /// <summary>There was a round, and it is not known that enough of them could take part: nothing is claimed.</summary>
    Unsaid,

    /// <summary>There was a round, and some sentences are others now.</summary>
    AnEarlierDraft,
    AllOfIt,
}

public static class AskedAboutQuery
{
    public static async Task<AskedAbout> AskedAboutAsync(this EventsDb db, Id<Summary> summary, CancellationToken ct)
    {
        var rounds = await db.ObjectionRounds.AsNoTracking().Where(r => r.SummaryId == summary && r.HandledAt != null).ToListAsync(ct);
        if (rounds.Count == 0) return AskedAbout.Nothing;
        if (!rounds.Exists(r => r.CouldObject)) return AskedAbout.Unsaid;
        var asked = rounds.Where(r => r.CouldObject).SelectMany(r => r.Asked).Select(a => a.Words).ToHashSet(StringComparer.Ordinal);
        var items = (await db.Summaries.AsNoTracking().Include(s => s.Items).SingleAsync(s => s.Id == summary, ct)).Items;
        return items.Where(i => i.Shown).All(i => asked.Contains(i.Words)) ? AskedAbout.AllOfIt : AskedAbout.AnEarlierDraft;
    }
}
