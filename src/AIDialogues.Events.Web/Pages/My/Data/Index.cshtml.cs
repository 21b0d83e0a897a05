using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Data.Rights;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.My;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace AIDialogues.Events.Web.Pages;

/// <summary>What a person may ask about their data. The link alone shows nothing more than the invitation does: each wish opens by a code sent to the address.</summary>
public sealed class MyDataModel(EventsDb db, DataRequests requests, T texts) : EventsPage
{
    [FromRoute]
    public string Handle { get; set; } = "";

    public BehindLink Link { get; private set; } = null!;

    public PlannedErasure? Erasure { get; private set; }

    public string? Lang => Request.Query.ContainsKey("lang") ? texts.Tag : null;

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await LoadAsync(ct) ? Page() : StatusCode(StatusCodes.Status410Gone);

    public async Task<IActionResult> OnPostAskAsync(DataRequestKind kind, CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return StatusCode(StatusCodes.Status410Gone);
        if (!Enum.IsDefined(kind) || kind == DataRequestKind.NewAddress) return BadRequest();
        if ((await requests.AskAsync(Link.Invitation, Link.Person, kind, ct)).Refused(out var refusal, out var request)) return Refuse(refusal);
        return Redirect($"/my/{Handle}/data/{request.Id}" + (Lang is { } lang ? "?lang=" + lang : ""));
    }

    private async Task<bool> LoadAsync(CancellationToken ct)
    {
        if (await db.BehindEvenIfOffAsync(HttpContext, Handle, ct) is not { } link) return false;
        (Link, Erasure) = (link, await db.WaitingErasureAsync(link.Person.Id, ct));
        return true;
    }
}
