using AIDialogues.Events.Room.Shell;
using Xunit;

namespace AIDialogues.Events.Unattributed.Tests.Rooms;

public sealed class Speaking_two_languages
{
    [Fact]
    public void Has_every_sentence_in_both()
    {
        Assert.Equal(RoomTexts.English.Keys.Order(StringComparer.Ordinal), RoomTexts.French.Keys.Order(StringComparer.Ordinal));
        Assert.All(RoomTexts.French.Keys, key => Assert.NotEqual("", RoomTexts.French[key]));
        Assert.All(RoomTexts.English.Keys, key => Assert.Equal(Places(RoomTexts.English[key]), Places(RoomTexts.French[key])));
    }

    private static bool Places(string text) => text.Contains("{0}", StringComparison.Ordinal);
}
