using Xunit;

namespace AIDialogues.Events.Architecture.Tests.Design;

public sealed class Keeping_the_look_readable
{
    private static readonly string[] Grounds = ["paper", "surface", "sunken"];
    private static readonly string[] States = ["ok", "warn", "bad", "info"];

    [Fact]
    public void Text_has_four_and_a_half_to_one_and_borders_three_to_one_in_both_schemes()
    {
        Assert.Empty(TooFaint(Stylesheet.Site.Light));
        Assert.Empty(TooFaint(Stylesheet.Site.Dark));
    }

    [Fact]
    public void A_colour_that_is_too_faint_is_noticed()
    {
        var faded = new Dictionary<string, string>(Stylesheet.Site.Light) { ["ink3"] = "#8a93a3" };

        Assert.Equal(["ink3 on paper", "ink3 on surface", "ink3 on sunken"], TooFaint(faded));
    }

    [Fact]
    public void Dark_by_choice_is_the_same_as_dark_by_device() => Assert.Equal(Stylesheet.Site.Dark, Stylesheet.Site.DarkWhenChosen);

    [Fact]
    public void The_board_shows_the_same_tokens_and_base_though_it_cannot_load_them() =>
        Assert.Equal(Stylesheet.Site.TokensAndBase, Stylesheet.Board.TokensAndBase);

    [Fact]
    public void Both_hosts_serve_the_same_icons() => Assert.Equal(
        Stylesheet.RepositoryFile("src/AIDialogues.Events.Web/wwwroot/icons.svg"),
        Stylesheet.RepositoryFile("src/AIDialogues.Events.Room/wwwroot/icons.svg"));

    [Fact]
    public void Nothing_is_fetched_from_elsewhere_or_carried_in_an_address() => Assert.All(Stylesheet.All, sheet =>
    {
        Assert.DoesNotContain("url(", sheet.WithoutComments, StringComparison.Ordinal);
        Assert.DoesNotContain("data:", sheet.WithoutComments, StringComparison.Ordinal);
        Assert.DoesNotContain("@import", sheet.WithoutComments, StringComparison.Ordinal);
    });

    [Fact]
    public void An_expert_on_a_slow_line_loads_at_most_eight_kilobytes_of_style() =>
        Assert.InRange(Stylesheet.Site.BytesOverTheWire, 1, 8 * 1024);

    [Fact]
    public void Every_class_is_written_down_in_the_design_reference()
    {
        var reference = Stylesheet.RepositoryFile("docs/reference/design.md")
            .Split([.. " \n\"`'=<>(){}·,.;:/|#*"], StringSplitOptions.RemoveEmptyEntries)
            .ToHashSet(StringComparer.Ordinal);

        Assert.Empty(Stylesheet.All.SelectMany(sheet => sheet.Classes).Distinct().Except(reference));
    }

    private static IEnumerable<string> TooFaint(IReadOnlyDictionary<string, string> colours) =>
        from pair in Pairs()
        where Stylesheet.Contrast(colours[pair.Front], colours[pair.Ground]) < pair.AtLeast
        select $"{pair.Front} on {pair.Ground}";

    private static IEnumerable<(string Front, string Ground, double AtLeast)> Pairs()
    {
        const double Text = 4.5;
        const double Border = 3;
        string[] words = ["ink", "ink2", "ink3", "accent", "accent-hover", "seal", .. States];
        return
        [
            .. from word in words from ground in Grounds select (word, ground, Text),
            .. from state in States from word in (string[])[state, "ink", "ink2", "accent"] select (word, state + "-soft", Text),
            .. from word in (string[])["ink", "ink2", "accent"] select (word, "accent-soft", Text),
            ("on-accent", "accent", Text), ("on-accent", "accent-hover", Text), ("surface", "bad", Text), ("ink", "mark", Text),
            .. from edge in (string[])["line-strong", "focus"] from ground in (string[])[.. Grounds, "accent-soft", "warn-soft"] select (edge, ground, Border),
        ];
    }
}
