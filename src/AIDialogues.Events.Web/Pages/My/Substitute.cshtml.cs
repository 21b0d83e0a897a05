using AIDialogues.Events.Data;
using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.My;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;

namespace AIDialogues.Events.Web.Pages;

/// <summary>Who could come instead: three fields for the organiser to decide on.</summary>
public sealed class MySubstituteModel(EventsDb db, Substitutes substitutes, TimeProvider clock, T texts) : MyPage(db, clock, texts)
{
    public InvitedDay Chosen { get; private set; } = null!;

    [BindProperty]
    public string? Name { get; set; }

    [BindProperty]
    public string? Contact { get; set; }

    [BindProperty]
    public string? Reason { get; set; }

    public async Task<IActionResult> OnGetAsync(Guid? day, CancellationToken ct) => await ShowAsync(day, ct) ? Page() : Gone();

    public async Task<IActionResult> OnPostAsync(Guid? day, CancellationToken ct)
    {
        if (!await ShowAsync(day, ct)) return Gone();
        if (AnyWrong(SubstituteProposal.Problems(Name, Contact, Reason), refusal => refusal.About)) return Invalid();
        if ((await substitutes.ProposeAsync(Chosen.Invitation.Id, Name, Contact, Reason, ct)).Refused(out var refusal, out var proposal)) return Refuse(refusal);
        Said = Texts["Thank you. The organiser will decide about {0}.", proposal.Name];
        return Redirect(At());
    }

    private async Task<bool> ShowAsync(Guid? day, CancellationToken ct)
    {
        if (!await LoadAsync(ct) || Day(day) is not { } chosen) return false;
        Chosen = chosen;
        return true;
    }
}
