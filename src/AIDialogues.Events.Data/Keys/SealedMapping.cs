using AIDialogues.Events.Domain;
using Microsoft.EntityFrameworkCore;

namespace AIDialogues.Events.Data.Keys;

/// <summary>Which columns are sealed, in one place. Names and addresses of the directory are not: decision 0041 says why.</summary>
internal static class SealedMapping
{
    public static void Apply(ModelBuilder builder)
    {
        SealedColumns.Mark(builder.Entity<Letter>(), nameof(Letter.PersonId), nameof(Letter.ToName), nameof(Letter.ToAddress), nameof(Letter.Subject), nameof(Letter.Body), nameof(Letter.Calendar), nameof(Letter.ServerReply), nameof(Letter.Seal));
        SealedColumns.Mark(builder.Entity<TestLetter>(), nameof(TestLetter.PersonId), nameof(TestLetter.ToAddress), nameof(TestLetter.Subject), nameof(TestLetter.Body), nameof(TestLetter.ServerReply));
        SealedColumns.ReadOn(builder.Entity<Letter>());
        SealedColumns.ReadOn(builder.Entity<TestLetter>());
        SealedColumns.Mark(builder.Entity<WaveReader>(), nameof(WaveReader.PersonId), nameof(WaveReader.Subject), nameof(WaveReader.Body));
        SealedColumns.Mark(builder.Entity<Needs>(), nameof(Needs.PersonId), nameof(Needs.Diet), nameof(Needs.Access), nameof(Needs.Other));
        SealedColumns.Mark(builder.Entity<ConsentEvent>(), nameof(ConsentEvent.PersonId), nameof(ConsentEvent.Witness), nameof(ConsentEvent.Evidence), nameof(ConsentEvent.OwnNotice));
        SealedColumns.Mark(builder.Entity<CalendarEntry>(), nameof(CalendarEntry.PersonId), nameof(CalendarEntry.Facts));
        SealedColumns.Mark(builder.Entity<Invitation>(), nameof(Invitation.PersonId), nameof(Invitation.Reason));
        SealedColumns.Mark(builder.Entity<TimelineEntry>(), nameof(TimelineEntry.PersonId), nameof(TimelineEntry.Note));
        SealedColumns.Mark(builder.Entity<SubstituteProposal>(), nameof(SubstituteProposal.PersonId), nameof(SubstituteProposal.Name), nameof(SubstituteProposal.Contact), nameof(SubstituteProposal.Reason));
        SealedColumns.Mark(builder.Entity<Quotation>(), nameof(Quotation.PersonId), nameof(Quotation.Words));
        SealedColumns.Mark(builder.Entity<DataRequest>(), nameof(DataRequest.PersonId), nameof(DataRequest.NewAddress));
    }
}
