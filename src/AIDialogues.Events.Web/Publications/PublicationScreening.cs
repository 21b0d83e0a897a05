using AIDialogues.Events.Data;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Screening;
using AIDialogues.Events.Web.Boards;
using AIDialogues.Events.Web.Uploads;
using Microsoft.EntityFrameworkCore;
using Finding = AIDialogues.Events.Screening.Finding;
using Publication = AIDialogues.Events.Domain.Publication;

namespace AIDialogues.Events.Web.Publications;

/// <summary>A stretch that may point at somebody, and where it stands.</summary>
/// <param name="Where">The language of the text, or of the file.</param>
internal sealed record PublicationFinding(string Words, Finding Finding, Language Where, bool InFile);

/// <summary>Reads a publication, its texts and its files, for whoever was invited to any day of its series, before it is published.</summary>
internal static class PublicationScreening
{
    private const int Most = 200;

    public static async Task<IReadOnlyList<PublicationFinding>> FindingsAsync(this EventsDb db, Publication publication, CancellationToken ct)
    {
        var people = await (from invitation in db.Invitations
                            join dialogue in db.Dialogues on invitation.DialogueId equals dialogue.Id
                            join person in db.People on invitation.PersonId equals person.Id
                            where dialogue.SeriesId == publication.SeriesId
                            select person).AsNoTracking().Distinct().ToListAsync(ct);
        var screener = new Screener(ParticipantDirectory.Of(people.Select(p => p.AsParticipant())));
        var found = new List<PublicationFinding>();
        foreach (var language in Enum.GetValues<Language>())
        {
            foreach (var text in (BilingualText[])[publication.Title, publication.Abstract, publication.Body]) Screen(language == Language.French ? text.Fr : text.En, language, inFile: false);
        }

        foreach (var file in await db.Set<PublicationFile>().AsNoTracking().Where(f => EF.Property<Id<Publication>>(f, "PublicationId") == publication.Id).ToListAsync(ct))
        {
            if (file.Kind == PublicationFileKind.Pdf && !PdfUpload.Read(file.Content).Refused(out _, out var pdf)) Screen(pdf.Words, file.Language, inFile: true);
        }

        return found;

        void Screen(string text, Language language, bool inFile) => found.AddRange(screener.Screen(text, language.ToScreen())
            .Take(Most - found.Count).Select(f => new PublicationFinding(text.Substring(f.Start, f.Length), f, language, inFile)));
    }
}
