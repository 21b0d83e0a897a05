using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Consents;

/// <summary>One record of the ledger with the words of its last notice; null for words from before they were kept.</summary>
public sealed record ReceiptRecord(IReadOnlyList<ConsentEvent> Lines, string? Words)
{
    public ConsentEvent Last => Lines[^1];
}

/// <summary>Everything somebody said about one day, as proof in their own hands. Made of the ledger alone, so that it is the same whenever it is asked for.</summary>
public sealed record Receipt(BehindLink Link, IReadOnlyList<ReceiptRecord> Records)
{
    /// <summary>The number of the last thing said.</summary>
    public Guid Id => Records.SelectMany(r => r.Lines).MaxBy(l => l.At)!.ReceiptId;

    public string Controller => Records.SelectMany(r => r.Lines).MaxBy(l => l.At)!.Controller is { Length: > 0 } name ? name : Link.Series.Organisation;

    /// <summary>Null when nothing was said yet.</summary>
    public static async Task<Receipt?> OfAsync(EventsDb db, BehindLink link, CancellationToken ct)
    {
        if (link.Ledger.Count == 0) return null;
        var hashes = link.Ledger.Select(l => l.NoticeSha256).ToList();
        var words = (await db.Notices.AsNoTracking().Where(n => hashes.Contains(n.Sha256)).ToListAsync(ct)).ToDictionary(n => Convert.ToHexString(n.Sha256), n => n.Words, StringComparer.Ordinal);
        return new(link, [.. link.Ledger.GroupBy(l => (l.Purpose, l.QuotationId)).OrderBy(g => ConsentTerms.InOrder.ToList().IndexOf(g.Key.Purpose)).ThenBy(g => g.Min(l => l.At))
            .Select(g => new ReceiptRecord([.. g.OrderBy(l => l.At)], WordsOf(g.MaxBy(l => l.At)!, words)))]);
    }

    private static string? WordsOf(ConsentEvent line, Dictionary<string, string> kept) => line.OwnNotice.Length > 0 ? line.OwnNotice : kept.GetValueOrDefault(Convert.ToHexString(line.NoticeSha256));
}
