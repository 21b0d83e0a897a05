using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Consents;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Api;

/// <summary>What people allow, to be read only: a choice is made by the person, behind the personal link, or noted by an organiser with its proof.</summary>
internal static class ConsentsApi
{
    public static void Map(RouteGroupBuilder api)
    {
        var group = api.MapGroup("").WithTags("Consents");
        _ = group.MapGet("/dialogues/{id:guid}/consents", ListAsync).Named("listConsents", "List what people allow",
                "One row per invitation, one choice per purpose: the last one made. `state` is null where nothing was answered, which is a no (only invitations to further dialogues go out until `contactAfter` is refused); `askAgain` says why a question has to be put again. Not in it: whoever restricted their data, and whose unanswered invitation was purged since (their lines are under `events`). To show somebody ask `showings`, not this list.")
            .Produces<PageOf<ConsentsShown>>();
        _ = group.MapGet("/dialogues/{id:guid}/consents/{person:guid}/events", EventsAsync).Named("listConsentEvents", "List the lines of the ledger of one person", "Oldest first; at most a thousand.")
            .Produces<IReadOnlyList<ConsentEventShown>>();
        _ = group.MapGet("/dialogues/{id:guid}/showings", ShowingsAsync).Named("listShowings", "List what may be shown of whom, and where, now", "Asked anew at each request; whatever is not here may not be shown.")
            .Produces<IReadOnlyList<ShowingShown>>();
    }

    private static async Task<IResult> ListAsync(Guid id, [AsParameters] PageQuery page, EventsDb db, TimeProvider clock, CancellationToken ct, Guid? person = null)
    {
        if (await db.Dialogues.AsNoTracking().FirstOrDefaultAsync(d => d.Id == new Id<Dialogue>(id), ct) is not { } dialogue) return ApiProblem.NotFound();
        // The kept record of two stands for both; whoever restricted their data leaves by no list.
        var invitations = db.Invitations.IgnoreQueryFilters().AsNoTracking()
            .Where(i => i.DialogueId == dialogue.Id && db.People.Any(p => p.Id == i.PersonId && p.MergedIntoId == null && (p.ErasedAt != null || p.RestrictedAt == null)));
        if (person is { } one) invitations = invitations.Where(i => i.PersonId == new Id<Person>(one));
        var purposes = await db.PurposesAsync(dialogue.Id, ct);
        return await page.ReadAsync(db.WithLedger(invitations), a => a.Invitation.Id, asked => ConsentsShown.Of(asked, purposes, dialogue.Rule, clock.GetUtcNow()), ct);
    }

    private static async Task<IResult> EventsAsync(Guid id, Guid person, EventsDb db, CancellationToken ct) =>
        await db.IsInLedgerAsync(new(person), new(id), ct)
            ? TypedResults.Ok((await db.LedgerAsync(new(person), new(id), ct)).Take(1000).Select(ConsentEventShown.Of).ToList()) : ApiProblem.NotFound();

    private static async Task<IResult> ShowingsAsync(Guid id, EventsDb db, TimeProvider clock, CancellationToken ct) =>
        await db.Dialogues.AnyAsync(d => d.Id == new Id<Dialogue>(id), ct)
            ? TypedResults.Ok((await db.VisibleAsync([new(id)], clock.GetUtcNow(), ct)).Select(v => new ShowingShown(v.Person.Id.Value, v.What, v.Places, v.Quotation?.Id.Value)).ToList()) : ApiProblem.NotFound();
}

internal sealed record ConsentsShown(Guid PersonId, Guid InvitationId, InvitationState Invitation, IReadOnlyList<ChoiceShown> Choices)
{
    public static ConsentsShown Of(InvitationWithLedger asked, PurposeSet purposes, Rule rule, DateTimeOffset now)
    {
        var choices = new Choices(asked.Ledger, now);
        return new(asked.Invitation.PersonId.Value, asked.Invitation.Id.Value, asked.Invitation.State, [.. purposes.Purposes.Select(p =>
            new ChoiceShown(p, choices.Of(p), choices.At(p), choices.Last(p)?.ValidUntil, choices.Last(p)?.Method, choices.AskedAgain(p, rule, ConsentTexts.VersionOf(p))))]);
    }
}

internal sealed record ChoiceShown(ConsentPurpose Purpose, ConsentState? State, DateTimeOffset? At, DateTimeOffset? ValidUntil, ConsentMethod? Method, AskAgain? AskAgain);

internal sealed record ConsentEventShown(
    Guid Id, Guid RecordId, Guid? PreviousId, ConsentPurpose Purpose, Guid? QuotationId, ConsentState State, DateTimeOffset At, DateTimeOffset? ValidUntil, ConsentSource Source, ConsentMethod Method,
    Language NoticeLanguage, int NoticeVersion, string NoticeSha256, string LawfulBasis, string Controller, Guid ReceiptId)
{
    public static ConsentEventShown Of(ConsentEvent line) => new(line.Id.Value, line.RecordId, line.PreviousId?.Value, line.Purpose, line.QuotationId?.Value, line.State, line.At, line.ValidUntil, line.Source, line.Method,
        line.NoticeLanguage, line.NoticeVersion, Convert.ToHexStringLower(line.NoticeSha256), line.LawfulBasis, line.Controller, line.ReceiptId);
}

internal sealed record ShowingShown(Guid PersonId, Shown What, IReadOnlyList<ShownPlace> Places, Guid? QuotationId);
