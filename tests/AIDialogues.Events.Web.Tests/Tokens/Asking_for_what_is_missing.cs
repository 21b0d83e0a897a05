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
                """{"shown":["points-first"],"sent":{"morning":5},"handed":["morning"],"kept":5,"said":null}""",
                // What was asked for once is forgotten once it is answered; the tokens are kept.
                """{"shown":["points-added","points-again"],"sent":{"afternoon":5},"handed":["afternoon"],"kept":10,"said":null}""",
                // A device that has forgotten its tokens asks for those that nobody was given.
                """{"shown":["points-added"],"sent":{"evening":5},"handed":["evening"],"kept":5,"said":null}""",
                """{"shown":["points-first"],"sent":{},"handed":null,"kept":0,"said":"already"}""",
                // Agreed to on another device than the one that has them: nothing is asked for, and nothing said.
                """{"shown":[],"sent":null,"handed":null,"kept":0,"said":null}""",
                // Only opened, as a mail program may: none are made.
                """{"shown":[],"sent":null,"handed":null,"kept":0,"said":null}""",
                // Agreed to on this device: it has them without a press, and they go nowhere yet. Once.
                """{"shown":[],"sent":{"morning":5,"afternoon":5,"evening":5},"handed":null,"kept":15,"said":"have"}""",
                """{"shown":[],"sent":null,"handed":null,"kept":15,"said":null}""",
            ], said.Split('\n', StringSplitOptions.RemoveEmptyEntries));
    }
}
