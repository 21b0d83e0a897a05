using System.Diagnostics;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Tokens;

/// <summary>The participant's device, when sessions are added after it got its tokens: the module of the page, run by Node with a server that is made up.</summary>
public sealed class Asking_for_what_is_missing
{
    [Fact]
    public async Task It_makes_messages_for_the_added_key_alone_and_takes_only_the_new_tokens_to_the_form()
    {
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "issuing.mjs")]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        string said = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();

        Assert.Equal(
            [
                """{"shown":["points-first"],"sent":{"morning":5},"handed":["morning"],"said":null}""",
                // What was asked for once is sent again as it was, which the server answers again.
                """{"shown":["points-added","points-again"],"sent":{"morning":5,"afternoon":5},"handed":["afternoon"],"said":null}""",
                // A device that has forgotten its tokens asks for those that nobody was given.
                """{"shown":["points-added"],"sent":{"evening":5},"handed":["evening"],"said":null}""",
                """{"shown":["points-first"],"sent":{},"handed":null,"said":"already"}""",
            ], said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
