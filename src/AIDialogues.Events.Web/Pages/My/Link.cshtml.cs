using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Calendars;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Hosting;
using AIDialogues.Events.Web.My;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>The invitee's own links: when one was last used, how to close them, and the calendar's secret address.</summary>
public sealed class MyLinkModel(EventsDb db, SiteOptions site, TimeProvider clock, T texts) : MyPage(db, clock, texts)
{
    /// <summary>The calendar's address, this once: only its hash is kept.</summary>
    public string? Feed { get; private set; }

    /// <summary>Whether there is an address to close.</summary>
    public bool HasFeed { get; private set; }

    public async Task<IActionResult> OnGetAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return Gone();
        HasFeed = await Feeds.AnyAsync(ct);
        return Page();
    }

    public async Task<IActionResult> OnPostFeedAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return Gone();
        _ = await CloseFeedsAsync(ct);
        var (link, token) = PersonalLink.For(Link.Invitation.Id, Now, LinkPurpose.CalendarFeed);
        Db.AddRange(link, TimelineEntry.Of(Link.Invitation, TimelineKind.CalendarAddressMade, TimelineActor.Invitee, Now));
        _ = await Db.SaveChangesAsync(ct);
        HasFeed = true;
        Feed = new Uri(site.Url, $"/calendar/{token}.ics").AbsoluteUri;
        return Page();
    }

    public async Task<IActionResult> OnPostCloseFeedAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return Gone();
        if (await CloseFeedsAsync(ct) > 0) _ = Db.Add(TimelineEntry.Of(Link.Invitation, TimelineKind.CalendarAddressClosed, TimelineActor.Invitee, Now));
        _ = await Db.SaveChangesAsync(ct);
        Said = Texts["The calendar address no longer works."];
        return Redirect(At("/link"));
    }

    public async Task<IActionResult> OnPostCloseAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return Gone();
        await Db.RevokeLinksAsync(Link.Invitation.Id, Now, ct);
        // The calendar's too, from whichever day it was made: whoever closes their links wants no door left.
        _ = await CloseFeedsAsync(ct);
        _ = Db.Add(TimelineEntry.Of(Link.Invitation, TimelineKind.LinksRevoked, TimelineActor.Invitee, Now));
        _ = await Db.SaveChangesAsync(ct);
        LinkCookie.Forget(HttpContext, Handle);
        Said = Texts["Your links are closed. Nobody can open your page with them any more; the organiser can send you a new one."];
        return Redirect(At());
    }

    /// <summary>For a device that others use: the link stays good, also one of a day that was called off, and this browser does not keep it.</summary>
    public async Task<IActionResult> OnPostForgetAsync(CancellationToken ct)
    {
        if (await Db.BehindEvenIfOffAsync(HttpContext, Handle, ct) is null) return Gone();
        LinkCookie.Forget(HttpContext, Handle);
        Said = Texts["This device has forgotten your link. Your letter opens your page again."];
        return Redirect(At());
    }

    private IQueryable<PersonalLink> Feeds => Db.CalendarAddresses(Link.Person.Id, Link.Series.Id);

    /// <returns>How many were open.</returns>
    private async Task<int> CloseFeedsAsync(CancellationToken ct)
    {
        var feeds = await Feeds.ToListAsync(ct);
        feeds.ForEach(f => f.Revoke(Now));
        return feeds.Count;
    }
}
