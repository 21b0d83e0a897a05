using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Audit;
using AIDialogues.Events.Web.Access;
using AIDialogues.Events.Web.Texts;
using Microsoft.AspNetCore.Mvc;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Web.Pages;

/// <summary>Two records side by side: field by field, which of the two is right; what belongs to the other moves to the one that is kept.</summary>
public sealed class MergePeopleModel(EventsDb db, PeopleMerge merging, T texts) : EventsPage
{
    [BindProperty(SupportsGet = true)]
    public Guid Keep { get; set; }

    [BindProperty(SupportsGet = true)]
    public Guid Other { get; set; }

    /// <summary>The fields that the other record has right.</summary>
    [BindProperty]
    public List<PersonField> FromOther { get; set; } = [];

    public Person Kept { get; private set; } = null!;

    public Person Gone { get; private set; } = null!;

    public IReadOnlyList<(Dialogue Dialogue, InvitationState Kept, InvitationState Gone)> Both { get; private set; } = [];

    public async Task<IActionResult> OnGetAsync(CancellationToken ct) => await LoadAsync(ct) ? Page() : NotFound();

    public async Task<IActionResult> OnPostAsync(CancellationToken ct)
    {
        if (!await LoadAsync(ct)) return NotFound();
        FromOther = [.. Fields.Select(f => f.Field).Where(f => Request.Form[$"take.{f}"] == "other")];
        string by = User.FindFirst(StaffPrincipal.DisplayName)?.Value ?? "";
        HttpContext.ConcernsPerson(Kept.Id.ToString());
        if ((await merging.MergeAsync(Kept.Id, Gone.Id, Chosen(Kept.Details, Gone.Details, FromOther), by, ct)).Refused(out var refusal, out _)) return Refuse(refusal);
        Said = texts["{0} is one person now. This can be taken back for 24 hours.", Kept.Name];
        return Redirect("/organise/people/duplicates");
    }

    public IEnumerable<(PersonField Field, object Kept, object Gone)> Fields
    {
        get
        {
            var (kept, gone) = (Kept.Details, Gone.Details);
            yield return (PersonField.GivenName, kept.GivenName, gone.GivenName);
            yield return (PersonField.FamilyName, kept.FamilyName, gone.FamilyName);
            yield return (PersonField.Email, kept.Email, gone.Email);
            yield return (PersonField.Affiliation, kept.Affiliation, gone.Affiliation);
            yield return (PersonField.Group, kept.Group, gone.Group);
            yield return (PersonField.Country, kept.Country, gone.Country);
            yield return (PersonField.Language, kept.Language, gone.Language);
            yield return (PersonField.Gender, kept.Gender, gone.Gender);
            yield return (PersonField.Region, (object?)kept.OwnRegion ?? "", (object?)gone.OwnRegion ?? "");
        }
    }

    internal static PersonDetails Chosen(PersonDetails kept, PersonDetails gone, IReadOnlyCollection<PersonField> fromOther)
    {
        PersonDetails Of(PersonField field) => fromOther.Contains(field) ? gone : kept;
        return new(
            Of(PersonField.GivenName).GivenName, Of(PersonField.FamilyName).FamilyName, Of(PersonField.Email).Email, Of(PersonField.Affiliation).Affiliation,
            Of(PersonField.Group).Group, Of(PersonField.Country).Country, Of(PersonField.Language).Language, Of(PersonField.Gender).Gender, Of(PersonField.Region).OwnRegion);
    }

    private async Task<bool> LoadAsync(CancellationToken ct)
    {
        var people = await db.People.AsNoTracking().Where(p => p.Id == new Id<Person>(Keep) || p.Id == new Id<Person>(Other)).ToListAsync(ct);
        if (people.Count != 2) return false;
        (Kept, Gone) = (people.Single(p => p.Id.Value == Keep), people.Single(p => p.Id.Value == Other));
        var both = await (from kept in db.Invitations
                          join gone in db.Invitations on kept.DialogueId equals gone.DialogueId
                          join dialogue in db.Dialogues on kept.DialogueId equals dialogue.Id
                          where kept.PersonId == Kept.Id && gone.PersonId == Gone.Id
                          orderby dialogue.Day
                          select new { dialogue, Mine = kept.State, Others = gone.State }).AsNoTracking().ToListAsync(ct);
        Both = [.. both.Select(b => (b.dialogue, b.Mine, b.Others))];
        return true;
    }
}
