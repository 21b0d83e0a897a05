using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Data.PersonalData;
using AIDialogues.Events.Data.Rights;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Rights;
using AIDialogues.Events.Web.My;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>One request: first its code, then what it opens, for a quarter of an hour and in this browser alone.</summary>
public sealed class MyDataRequestModel(EventsDb db, DataRequests requests, PersonRights rights, TimeProvider clock, T texts) : EventsPage
{
    private const string Cookie = "data";

    [FromRoute]
    public string Handle { get; set; } = "";

    [FromRoute]
    public Guid Id { get; set; }

    [BindProperty]
    public CorrectionInput Correction { get; set; } = new();

    public BehindLink Link { get; private set; } = null!;

    public DataRequest Asked { get; private set; } = null!;

    public PlannedErasure? Erasure { get; private set; }

    /// <summary>The receipt of an erasure that was just asked for; shown this once.</summary>
    public string? Receipt { get; private set; }

    public IReadOnlyList<ExportedTable> Everything { get; private set; } = [];

    public bool IsOpen => Asked.IsOpenTo(Request.Cookies[Cookie] is { Length: 32 } secret ? DataRequests.HashOf(secret) : null, clock.GetUtcNow());

    public bool WaitsForCode => Asked.WaitsForCode(clock.GetUtcNow());

    public string? Lang => Request.Query.ContainsKey("lang") ? texts.Tag : null;

    private string Here => $"/my/{Handle}/data/{Id}" + (Lang is { } lang ? "?lang=" + lang : "");

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return StatusCode(StatusCodes.Status410Gone);
        if (IsOpen && Asked.Kind == DataRequestKind.See) await ShowAsync(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostCodeAsync(string? code, CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return StatusCode(StatusCodes.Status410Gone);
        if ((await requests.OpenAsync(Asked, code ?? "", ct)).Refused(out var refusal, out string? secret)) return Refuse(refusal, "code");
        Response.Cookies.Append(Cookie, secret, new CookieOptions { HttpOnly = true, SameSite = SameSiteMode.Strict, Secure = Request.IsHttps, Path = $"/my/{Handle}", MaxAge = DataRequest.StaysOpen, IsEssential = true });
        return Redirect(Here);
    }

    public Task<IActionResult> OnPostCorrectAsync(CancellationToken ct) => DoAsync(DataRequestKind.See, async () =>
    {
        if ((await rights.CorrectAsync(Link, Correction, ct)).Refused(out var refusal, out var changed)) return await AgainAsync(refusal, ct);
        Said = texts["Your data are corrected."];
        return Redirect(changed.AddressRequest is { } confirm ? $"/my/{Handle}/data/{confirm}" : Here);
    }, ct);

    /// <summary>One archive, once.</summary>
    public Task<IActionResult> OnPostDownloadAsync(CancellationToken ct) => DoAsync(DataRequestKind.Export, async () =>
    {
        if (!await requests.TakeAsync(Asked, ct)) return Refuse(DataRequestRefusals.DoneAlready);
        return File(DataArchive.Zip(texts, Held.Of(Link), await db.ExportAsync(Link.Person.Id, ct), clock.GetUtcNow()), "application/zip", "my-data.zip");
    }, ct);

    public Task<IActionResult> OnPostRestrictAsync(bool lift, CancellationToken ct) => DoAsync(DataRequestKind.Restrict, async () =>
    {
        if (await rights.RestrictAsync(Link.Person, lift, ct) is { } refusal) return Refuse(refusal);
        Said = lift ? texts["The restriction is lifted."] : texts["Your data are restricted: kept, but in no list that is taken out, shown to organisers alone, and not used to write to you."];
        return Redirect(Here);
    }, ct);

    public Task<IActionResult> OnPostObjectAsync(bool lift, CancellationToken ct) => DoAsync(DataRequestKind.Object, async () =>
    {
        if (await rights.ObjectAsync(Link.Person, lift, ct) is { } refusal) return Refuse(refusal);
        Said = lift ? await LiftedAsync(ct) : texts["Your objection is noted: you will not be invited or reminded any more."];
        return Redirect(Here);
    }, ct);

    private async Task<string> LiftedAsync(CancellationToken ct) => await rights.StillWantsNoneAsync(Link.Person, ct) switch
    {
        null => texts["Your objection is taken back: you may be invited again."],
        WantsNoLetter.OptedOut => texts["Your objection is taken back. You are not invited all the same, because you asked for no more invitations; the link for that in the letters takes it back too."],
        _ => texts["Your objection is taken back. You are not invited all the same, because your data are restricted; you can lift that too."],
    };

    public Task<IActionResult> OnPostEraseAsync(bool stop, CancellationToken ct) => DoAsync(DataRequestKind.Erase, async () =>
    {
        if (stop)
        {
            if (await rights.StopErasureAsync(Link.Person.Id, ct) is { } no) return Refuse(no);
            Said = texts["The erasure is stopped; nothing is erased."];
            return Redirect($"/my/{Handle}/data" + (Lang is { } lang ? "?lang=" + lang : ""));
        }

        if ((await rights.EraseAsync(Link.Person.Id, ErasureCause.Person, ct)).Refused(out var refusal, out string? receipt)) return Refuse(refusal);
        (Receipt, Erasure) = (receipt, await db.WaitingErasureAsync(Link.Person.Id, ct));
        return Page();
    }, ct);

    /// <summary>The new address has proved itself.</summary>
    public Task<IActionResult> OnPostAddressAsync(CancellationToken ct) => DoAsync(DataRequestKind.NewAddress, async () =>
    {
        if (!await requests.TakeAsync(Asked, ct)) return Refuse(DataRequestRefusals.DoneAlready);
        if (await rights.MoveToAsync(Link.Person, Asked.NewAddress, ct) is { } refusal) return Refuse(refusal);
        // Every link died with the old address; the one in hand stays, since its owner has just proved who they are.
        _ = await db.PersonalLinks.Where(l => l.Id == Link.Link.Id).ExecuteUpdateAsync(l => l.SetProperty(p => p.RevokedAt, (DateTimeOffset?)null), ct);
        Said = texts["Letters go to your new address from now on."];
        return Redirect($"/my/{Handle}/data");
    }, ct);

    private async Task<IActionResult> DoAsync(DataRequestKind kind, Func<Task<IActionResult>> act, CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return StatusCode(StatusCodes.Status410Gone);
        return Asked.Kind == kind && IsOpen ? await act() : Refuse(DataRequestRefusals.ClosedAgain);
    }

    private async Task<IActionResult> AgainAsync(Refusal refusal, CancellationToken ct)
    {
        db.ChangeTracker.Clear();
        Everything = await db.ExportAsync(Link.Person.Id, ct);
        return Refuse(refusal);
    }

    private async Task ShowAsync(CancellationToken ct)
    {
        Everything = await db.ExportAsync(Link.Person.Id, ct);
        Correction = CorrectionInput.Of(Link.Person);
    }

    private async Task<bool> LoadAsync(CancellationToken ct)
    {
        if (await db.BehindEvenIfOffAsync(HttpContext, Handle, ct) is not { } link || await requests.FindAsync(new(Id), link.Person.Id, ct) is not { } asked) return false;
        (Link, Asked, Erasure) = (link, asked, await db.WaitingErasureAsync(link.Person.Id, ct));
        return true;
    }
}
