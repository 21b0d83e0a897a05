using System.Text;

namespace AIDialogues.Events.Web.Documents.Pdf;

/// <summary>Breaks text into lines and pages (A4), and marks every stretch with the element of the tree it belongs to.</summary>
internal sealed class PdfPages
{
    private const double Width = 595.28, Height = 841.89, Margin = 72, LineHeight = 1.45;

    private readonly PdfObjects _objects;
    private readonly PdfFont[] _fonts;
    private readonly List<(int Number, StringBuilder Content, List<PdfTags.Element> Marks)> _pages = [];
    private readonly int _tree;
    private double _y;

    public PdfPages(PdfObjects objects, PdfFont[] fonts)
    {
        (_objects, _fonts) = (objects, fonts);
        _tree = objects.Reserve();
        NewPage();
    }

    public (int Page, double Top) Here => (_pages[^1].Number, _y + 12);

    public IReadOnlyList<(int Number, IReadOnlyList<PdfTags.Element> Marks)> Numbers => [.. _pages.Select(p => (p.Number, (IReadOnlyList<PdfTags.Element>)p.Marks))];

    /// <summary>Begins a new page when less than this is left, so that a heading is never the last line.</summary>
    public void KeepTogether(double points)
    {
        if (_y - points < Margin) NewPage();
    }

    /// <summary>A bullet or number at the left of the line that is written next.</summary>
    public void Label(PdfTags.Element element, string label, double size)
    {
        KeepTogether(size * LineHeight * 2);
        Mark(element, $"BT /F0 {PdfObjects.Number(size)} Tf {PdfObjects.Number(Margin)} {PdfObjects.Number(_y - size)} Td <{_fonts[0].Glyphs(label)}> Tj ET");
    }

    public void Write(PdfTags.Element element, IReadOnlyList<Run> runs, Look look)
    {
        if (_y < Height - Margin) _y -= look.Before;
        foreach (var line in Lines(runs, look))
        {
            if (_y - (look.Size * LineHeight) < Margin) NewPage();
            var text = new StringBuilder("BT ").Append($"{PdfObjects.Number(Margin + look.Indent)} {PdfObjects.Number(_y - look.Size)} Td");
            foreach (var (font, words) in line) _ = text.Append($" /F{font} {PdfObjects.Number(look.Size)} Tf <{_fonts[font].Glyphs(words)}> Tj");
            Mark(element, text.Append(" ET").ToString());
            _y -= look.Size * LineHeight;
        }

        _y -= look.After;
    }

    public int Finish(int resources)
    {
        for (int i = 0; i < _pages.Count; i++)
        {
            var (number, content, _) = _pages[i];
            int stream = _objects.AddStream(Encoding.ASCII.GetBytes(content.ToString()));
            _objects.Set(number, $"<< /Type /Page /Parent {_tree} 0 R /MediaBox [0 0 {PdfObjects.Number(Width)} {PdfObjects.Number(Height)}] /Resources {resources} 0 R /Contents {stream} 0 R /StructParents {i} /Tabs /S >>");
        }

        _objects.Set(_tree, $"<< /Type /Pages /Count {_pages.Count} /Kids [{string.Join(' ', _pages.Select(p => $"{p.Number} 0 R"))}] >>");
        return _tree;
    }

    /// <summary>Page numbers are for eyes; call it before the fonts are written.</summary>
    public void Count()
    {
        for (int i = 0; i < _pages.Count; i++)
        {
            string label = $"{i + 1} / {_pages.Count}";
            double left = (Width - _fonts[0].WidthOf(label, 8)) / 2;
            _ = _pages[i].Content.Append($"/Artifact BMC BT /F0 8 Tf {PdfObjects.Number(left)} 36 Td <{_fonts[0].Glyphs(label)}> Tj ET EMC\n");
        }
    }

    private void Mark(PdfTags.Element element, string drawing)
    {
        var (number, content, marks) = _pages[^1];
        _ = content.Append($"/{element.Type} << /MCID {marks.Count} >> BDC {drawing} EMC\n");
        element.Kids.Add($"<< /Type /MCR /Pg {number} 0 R /MCID {marks.Count} >>");
        marks.Add(element);
    }

    private void NewPage()
    {
        _pages.Add((_objects.Reserve(), new StringBuilder(), []));
        _y = Height - Margin;
    }

    /// <summary>Fills lines word by word; a word that is longer than a line is cut.</summary>
    private List<List<(int Font, string Words)>> Lines(IReadOnlyList<Run> runs, Look look)
    {
        double room = Width - (2 * Margin) - look.Indent, used = 0;
        var lines = new List<List<(int Font, string Words)>> { new() };
        foreach (var run in runs)
        {
            int font = look.Bold || run.Bold ? 1 : 0;
            foreach (string piece in Pieces(run))
            {
                string words = piece;
                if (words == "\n")
                {
                    (lines, used) = (Broken(lines), 0);
                    continue;
                }

                double width = _fonts[font].WidthOf(words.TrimEnd(' '), look.Size);
                if (used + width > room && used > 0) (lines, used) = (Broken(lines), 0);
                while (_fonts[font].WidthOf(words, look.Size) > room && words.Length > 1)
                {
                    int fits = words.Length - 1;
                    while (fits > 1 && _fonts[font].WidthOf(words[..fits], look.Size) > room) fits--;
                    if (char.IsHighSurrogate(words[fits - 1]) && fits > 1) fits--;
                    lines[^1].Add((font, words[..fits]));
                    (words, lines, used) = (words[fits..], Broken(lines), 0);
                }

                lines[^1].Add((font, words));
                used += _fonts[font].WidthOf(words, look.Size);
            }
        }

        return lines;
    }

    private static List<List<(int Font, string Words)>> Broken(List<List<(int Font, string Words)>> lines)
    {
        lines.Add([]);
        return lines;
    }

    /// <summary>Words with the space behind them, and line ends; where a link's words are not its address, the address follows.</summary>
    private static IEnumerable<string> Pieces(Run run)
    {
        string text = run.Link is { } link && !run.Text.Contains(link.Host, StringComparison.OrdinalIgnoreCase) && !run.Text.Contains('@', StringComparison.Ordinal) ? $"{run.Text} ({link.AbsoluteUri})" : run.Text;
        int from = 0;
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] == '\n')
            {
                if (at > from) yield return text[from..at];
                yield return "\n";
                from = at + 1;
            }
            else if (text[at] == ' ')
            {
                yield return text[from..(at + 1)];
                from = at + 1;
            }
        }

        if (from < text.Length) yield return text[from..];
    }
}
