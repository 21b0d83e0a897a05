using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace AIDialogues.Events.Web.My;

/// <summary>A page behind a personal link: no account, only what is the invitee's own, and the same neutral page for every link that opens nothing.</summary>
public abstract class MyPage(EventsDb db, TimeProvider clock, T texts) : EventsPage
{
    /// <summary>The invitation in the address; worth nothing without the link's cookie.</summary>
    [FromRoute]
    public string Handle { get; set; } = "";

    public BehindLink Link { get; private set; } = null!;

    /// <summary>The language chosen on the page, to be kept through an answer; null when it is the person's own.</summary>
    public string? Lang => Request.Query.ContainsKey("lang") ? texts.Tag : null;

    /// <summary>Kept once, here; a page that took its own would hold two.</summary>
    protected EventsDb Db => db;

    protected T Texts => texts;

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>An address of these pages, in the language of this one.</summary>
    public string At(string place = "", string fragment = "") => $"/my/{Handle}{place}" + (Lang is { } lang ? "?lang=" + lang : "") + fragment;

    /// <summary>One of the invitee's own days; null for anybody else's.</summary>
    public InvitedDay? Day(Guid? invitation) => Link.Days.FirstOrDefault(d => d.Invitation.Id.Value == (invitation ?? Link.Invitation.Id.Value));

    protected async Task<bool> LoadAsync(CancellationToken ct)
    {
        if (await db.BehindAsync(HttpContext, Handle, ct) is not { } link) return false;
        Link = link;
        return true;
    }

    protected StatusCodeResult Gone() => StatusCode(StatusCodes.Status410Gone);
}
