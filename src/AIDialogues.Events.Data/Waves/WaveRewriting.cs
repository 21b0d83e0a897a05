using System.Security.Cryptography;
using System.Text;
using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data;

/// <summary>What the rest of a paused wave would get, and its fingerprint.</summary>
public sealed record RewrittenLetters(IReadOnlyList<(Letter Letter, RenderedLetter Text)> Letters)
{
    public string Seal => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', Letters.Select(l => Letter.SealOf(l.Letter.ToName, l.Letter.ToAddress, l.Text.Subject, l.Text.Body))))));
}

/// <summary>New words for the part of a paused wave that has not left; who has their letter keeps it, and both texts stay on record.</summary>
public sealed class WaveRewriting(EventsDb db, TimeProvider clock)
{
    /// <summary>Those with words of their own keep them, with what their fields say today; who would get what they have already is left out.</summary>
    public async Task<Result<RewrittenLetters>> PreviewAsync(Wave wave, IReadOnlyList<LetterTemplate> texts, CancellationToken ct)
    {
        if (wave.State != WaveState.Paused) return WaveRefusals.NotPaused;
        if (await db.Letters.AnyAsync(l => l.WaveId == wave.Id && l.State == LetterState.InFlight, ct)) return WaveRefusals.StillLeaving;
        var letters = await db.Letters.FromSql($"SELECT * FROM events.outbox WHERE wave_id = {wave.Id.Value} AND state = 'Paused' ORDER BY id FOR UPDATE").ToListAsync(ct);
        var dialogue = await db.Dialogues.Include(d => d.Sessions).AsNoTracking().SingleAsync(d => d.Id == wave.DialogueId, ct);
        var series = await db.Series.AsNoTracking().SingleAsync(s => s.Id == dialogue.SeriesId, ct);
        var readers = letters.ConvertAll(l => l.PersonId);
        var people = await db.People.AsNoTracking().Where(p => readers.Contains(p.Id)).ToDictionaryAsync(p => p.Id, ct);
        bool neutral = await db.BeginsNeutrallyAsync(dialogue.Id, ct);
        var rewritten = new List<(Letter, RenderedLetter)>();
        // Whose words are their own come last: the first is shown as an example of the new ones.
        foreach (var letter in letters.OrderBy(l => OwnWords(wave, l) is not null))
        {
            var own = OwnWords(wave, letter);
            var template = own ?? texts.First(t => t.Language == letter.Language);
            if (neutral) template = template.WithNeutralBeginning(series.Organisation);
            var values = LetterValues.For(people[letter.PersonId], dialogue, series, letter.Language);
            if (template.EmptyFields(values) is [var field, ..]) return LetterRefusals.FieldEmpty(field, letter.ToName);
            if (template.Render(values).Refused(out var refusal, out var text)) return refusal;
            if (own is null || (text.Subject, text.Body) != (letter.Subject, letter.Body)) rewritten.Add((letter, text));
        }

        if (rewritten.Count == 0) return WaveRefusals.NobodyLeft;
        return new RewrittenLetters(rewritten);
    }

    private static LetterTemplate? OwnWords(Wave wave, Letter letter) =>
        wave.Reader(letter.PersonId) is { HasOwnWords: true } reader && !LetterTemplate.New(wave.DialogueId, wave.Kind, letter.Language, reader.Subject, reader.Body).Refused(out _, out var own) ? own : null;

    /// <returns>How many letters got the new words.</returns>
    public async Task<Result<int>> RewriteAsync(Id<Wave> id, IReadOnlyList<LetterTemplate> texts, string? seal, CancellationToken ct)
    {
        await using var transaction = await JoinedTransaction.BeginAsync(db.Database, ct);
        var wave = (await db.LockedWaveAsync(id, ct))!;
        if ((await PreviewAsync(wave, texts, ct)).Refused(out var refusal, out var rewritten)) return refusal;
        if (seal is not null && seal != rewritten.Seal) return LetterRefusals.ChangedSincePreview;
        if (wave.Rewrite(texts, clock.GetUtcNow()) is { } no) return no;
        foreach (var (letter, text) in rewritten.Letters) letter.Rewrite(text, wave.Version);
        _ = await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
        return rewritten.Letters.Count;
    }
}
