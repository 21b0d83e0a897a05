using AIDialogues.Events.Data.Invitations;
using AIDialogues.Events.Domain;
using AIDialogues.Events.Web.Texts;

namespace AIDialogues.Events.Web.Invitations;

/// <summary>One line of the stream: when, what, by whom; with the letter where it was one.</summary>
public sealed record Happening(DateTimeOffset At, string Icon, string What, string Note = "", Letter? Letter = null, Reminder? Reminder = null);

/// <summary>Letters and their deliveries, answers, consents, edits, substitutions and reminders in one dated stream, newest first.</summary>
public static class Stream
{
    /// <summary>All that is known of one person: beside the stream of an invitation each attempt to hand a letter over, and each report that came back.</summary>
    public static IReadOnlyList<Happening> Of(T texts, PersonTimeline timeline)
    {
        var kinds = timeline.Letters.ToDictionary(l => l.Id, l => texts.Of(l.Kind));
        // An attempt that succeeded is there as its letter.
        return [.. Of(texts, timeline.Invitations, timeline.Letters, timeline.Consents, timeline.Entries, timeline.Reminders)
            .Concat(timeline.Deliveries.Where(d => d.Outcome != LetterState.Sent && kinds.ContainsKey(d.LetterId))
                .Select(d => new Happening(d.At, "send", texts["{0}: {1}", kinds[d.LetterId], texts.Of(d.Outcome)], d.Status)))
            .Concat(timeline.Bounces.Where(b => kinds.ContainsKey(b.LetterId)).Select(b => new Happening(b.ReadAt, "warning", texts["{0}: {1}", kinds[b.LetterId], texts.Of(b.Kind)], b.Status)))
            .OrderByDescending(h => h.At)];
    }

    public static IReadOnlyList<Happening> Of(T texts, IEnumerable<Invitation> invitations, IEnumerable<Letter> letters, IEnumerable<ConsentEvent> consents, IEnumerable<TimelineEntry> entries, IEnumerable<Reminder> reminders)
    {
        var told = entries.ToList();
        List<Invitation> all = [.. invitations];
        // Planned, and held back when its hour comes: whoever has answered is asked no more.
        var answered = all.Where(i => !i.IsOpen).Select(i => i.Id).ToHashSet();
        return [.. all.SelectMany(i => Of(texts, i, told))
            .Concat(letters.Select(l => new Happening(l.SentAt ?? l.CreatedAt, l.Kind == LetterKind.Reminder ? "clock" : "mail", texts.Of(l.Kind), Letter: l)))
            .Concat(consents.Select(c => new Happening(c.At, "seal", texts["{0}: {1}", texts.Of(c.Purpose), texts.Of(c.State)])))
            .Concat(told.Select(e => Of(texts, e)))
            // A reminder that was sent is there as its letter.
            .Concat(reminders.Where(r => r.State != ReminderState.Sent && !(r.State == ReminderState.Scheduled && answered.Contains(r.InvitationId))).Select(r => new Happening(r.DueAt, "clock", texts["Reminder"], r.HeldBack is { } why ? texts.Of(why) : "", Reminder: r)))
            .OrderByDescending(h => h.At)];
    }

    private static IEnumerable<Happening> Of(T texts, Invitation invitation, List<TimelineEntry> told)
    {
        // Made again after it was withdrawn: each time stands in the timeline.
        if (!told.Exists(e => e.InvitationId == invitation.Id && e.At == invitation.InvitedAt && e.Kind is TimelineKind.Invited or TimelineKind.InvitedAgain)) yield return new(invitation.InvitedAt, "plus", texts["Invited"]);
        // Answers from before there was a timeline have no entry.
        bool isTold = told.Exists(e => e.InvitationId == invitation.Id && e.At == invitation.AnsweredAt);
        if (invitation.AnsweredAt is { } answered && !isTold && invitation.State is InvitationState.Accepted or InvitationState.Declined)
            yield return new(invitation.AnsweredAt!.Value, invitation.State == InvitationState.Accepted ? "check" : "cross", texts.Of(invitation.State));
        if (invitation.CheckedInAt is { } came) yield return new(came, "door", texts["Checked in"]);
    }

    private static Happening Of(T texts, TimelineEntry entry)
    {
        string by = entry.Source is { } source and not AnswerSource.Link ? $"{texts.Of(entry.Actor)}, {texts.Of(source)}" : texts.Of(entry.Actor);
        return new(entry.At, IconOf(entry.Kind), $"{texts.Of(entry.Kind)} ({by})", entry.Kind == TimelineKind.Edited ? Fields(texts, entry.Note) : entry.Note);
    }

    /// <summary>The fields that a trigger of the database noted, in words.</summary>
    private static string Fields(T texts, string note) => string.Join(", ", note.Split(", ").Select(field => field switch
    {
        "email" => texts["E-mail"],
        "name" => texts["Name"],
        "affiliation" => texts["Affiliation"],
        "group" => texts["Group"],
        "country" => texts["Country"],
        "language" => texts["Language"],
        "gender" => texts["Gender"],
        "region" => texts["Region"],
        "zone" => texts["Time zone"],
        _ => field,
    }));

    private static string IconOf(TimelineKind kind) => kind switch
    {
        TimelineKind.Accepted or TimelineKind.Verified or TimelineKind.SubstituteApproved => "check",
        TimelineKind.Declined or TimelineKind.SubstituteRefused or TimelineKind.NotMine => "cross",
        TimelineKind.Undecided => "question",
        TimelineKind.Waitlisted or TimelineKind.Lapsed or TimelineKind.RemindersStopped or TimelineKind.RemindersAllowed => "clock",
        TimelineKind.Offered => "mail",
        TimelineKind.Invited or TimelineKind.InvitedAgain => "plus",
        TimelineKind.Withdrawn or TimelineKind.LinksRevoked or TimelineKind.SubstituteOvertaken => "undo",
        TimelineKind.SubstituteProposed or TimelineKind.InvitedInstead or TimelineKind.RoleChanged => "users",
        TimelineKind.CalendarAddressMade or TimelineKind.CalendarAddressClosed => "calendar",
        _ => "edit",
    };
}
