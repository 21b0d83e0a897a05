using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace AIDialogues.Events.Web.My;

/// <summary>A page behind a personal link: no account, only what is the invitee's own, and the same neutral page for every link that opens nothing.</summary>
public abstract class MyPage(EventsDb db, TimeProvider clock, T texts) : EventsPage
{
    /// <summary>The invitation in the address; worth nothing without the link's cookie.</summary>
    [FromRoute]
    public Guid Id { get; set; }

    public BehindLink Link { get; private set; } = null!;

    /// <summary>The language chosen on the page, to be kept through an answer; null when it is the person's own.</summary>
    public string? Lang => Request.Query.ContainsKey("lang") ? texts.Tag : null;

    public DateTimeOffset Now => clock.GetUtcNow();

    /// <summary>An address of these pages, in the language of this one.</summary>
    public string At(string place = "", string fragment = "") => LinkCookie.PathOf(Id) + place + (Lang is { } lang ? "?lang=" + lang : "") + fragment;

    /// <summary>One of the invitee's own days; null for anybody else's.</summary>
    public InvitedDay? Day(Guid? invitation) => Link.Days.FirstOrDefault(d => d.Invitation.Id.Value == (invitation ?? Id));

    protected async Task<bool> LoadAsync(CancellationToken ct)
    {
        if (await db.BehindLinkAsync(LinkCookie.Read(HttpContext), Now, ct) is not { } link || link.Invitation.Id.Value != Id) return false;
        Link = link;
        if (HttpMethods.IsPost(Request.Method) && link.Link.LastUsedOn != DateOnly.FromDateTime(Now.UtcDateTime))
        {
            link.Link.Use(Now);
            _ = await db.SaveChangesAsync(ct);
        }

        return true;
    }

    protected StatusCodeResult Gone() => StatusCode(StatusCodes.Status410Gone);
}
