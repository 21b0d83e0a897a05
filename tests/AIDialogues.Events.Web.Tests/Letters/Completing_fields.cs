using System.Diagnostics;
using System.Text.Json;
using Xunit;

namespace AIDialogues.Events.Web.Tests.Letters;

/// <summary>The list of fields that opens while a letter is typed, in the page's own module, run by Node.</summary>
public sealed class Completing_fields
{
    [Fact]
    public async Task A_brace_opens_the_list_arrows_choose_enter_and_tab_take_and_escape_or_leaving_closes_it()
    {
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(AppContext.BaseDirectory, "fields.mjs")]) { RedirectStandardOutput = true, UseShellExecute = false })!;
        string said = await node.StandardOutput.ReadToEndAsync();
        await node.WaitForExitAsync();
        using var found = JsonDocument.Parse(said);
        string[] seen = [.. found.RootElement.GetProperty("seen").EnumerateArray().Select(s =>
            $"{s.GetProperty("step").GetString()} | {s.GetProperty("value").GetString()} | {(s.GetProperty("choices") is { ValueKind: JsonValueKind.Array } choices ? string.Join(' ', choices.EnumerateArray().Select(c => c.GetString())) : "closed")} | {s.GetProperty("active").GetString() ?? "-"}")];

        Assert.Equal("[\"listbox\",\"list\",true]", found.RootElement.GetProperty("roles").GetRawText());
        Assert.Equal(
            [
                "type Dear  | Dear  | closed | -",
                "press Enter (left to the browser) | Dear  | closed | -",
                "type { | Dear { | {given_name}* {family_name} {link} | field-choice-0",
                "press ArrowUp | Dear { | {given_name} {family_name} {link}* | field-choice-2",
                "press ArrowDown | Dear { | {given_name}* {family_name} {link} | field-choice-0",
                "press ArrowDown | Dear { | {given_name} {family_name}* {link} | field-choice-1",
                "press Tab | Dear {family_name} | closed | -",
                "type , {g | Dear {family_name}, {g | {given_name}* | field-choice-0",
                "press Enter | Dear {family_name}, {given_name} | closed | -",
                "type  {link | Dear {family_name}, {given_name} {link | {link}* | field-choice-0",
                "press Escape | Dear {family_name}, {given_name} {link | closed | -",
                "type } | Dear {family_name}, {given_name} {link} | closed | -",
                "type  {x | Dear {family_name}, {given_name} {link} {x | closed | -",
                "type  {l | Dear {family_name}, {given_name} {link} {x {l | {link}* | field-choice-0",
                "leave | Dear {family_name}, {given_name} {link} {x {l | closed | -",
                "type i | Dear {family_name}, {given_name} {link} {x {li | {link}* | field-choice-0",
                "point | Dear {family_name}, {given_name} {link} {x {link} | closed | -",
            ], seen);
    }
}
