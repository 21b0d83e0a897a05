using AIDialogues.Events.Room.Boards;
using AIDialogues.Events.Room.Pool;
using AIDialogues.Events.Screening;
using AIDialogues.Events.Unattributed.Statements;
using Xunit;

namespace AIDialogues.Events.Unattributed.Tests.Rooms;

/// <summary>What was parsed of a board is used again as long as Web has not written another one.</summary>
public sealed class Reading_boards
{
    private static readonly Guid Session = Guid.NewGuid();
    private static readonly Guid Theme = Guid.NewGuid();

    [Fact]
    public void A_board_that_is_written_anew_is_judged_by_anew()
    {
        var boards = new ReadBoards();

        Assert.True(boards.Of(Session, Json(), closed: false).Judged(Point("As Awa Diallo said.")).HeldBack);
        Assert.True(boards.Of(Session, Json(), closed: false).Judged(Point("As Awa Diallo said.")).HeldBack);
        Assert.False(boards.Of(Session, """{"rule":"OnTheRecord"}""", closed: false).Judged(Point("As Awa Diallo said.")).HeldBack);
        Assert.Null(boards.Of(Session, "{}", closed: false).Known(Theme));
        Assert.Equal(Theme, boards.Of(Session, Json(), closed: false).Known(Theme));
        Assert.Null(boards.Of(Guid.NewGuid(), "{}", closed: false).Known(Theme));
    }

    [Fact]
    public void Whether_it_is_closed_is_always_as_it_was_read_last()
    {
        var boards = new ReadBoards();

        Assert.Equal([false, true, false], new[] { false, true, false }.Select(closed => boards.Of(Session, "{}", closed).Closed));
    }

    private static string Json() =>
        $$"""{"themes":[{"id":"{{Theme}}"}],"lexicon":{{Lexicon.Of([new Participant("Awa", "Diallo", null)], [1, 2, 3]).ToJson()}}}""";

    private static HeldPoint Point(string words) =>
        Words.TryNormalise(words, out var normal) == WordsProblem.None ? new(Guid.NewGuid(), null, StatementKind.View, normal!) : throw new InvalidOperationException();
}
