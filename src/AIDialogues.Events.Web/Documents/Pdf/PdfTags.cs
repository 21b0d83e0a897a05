using System.Text;

namespace AIDialogues.Events.Web.Documents.Pdf;

/// <summary>The tree by which a reader without eyes gets the text: what is a heading, a paragraph, a list, and where on which page its words stand.</summary>
internal sealed class PdfTags
{
    private readonly PdfObjects _objects;
    private readonly int _root;
    private readonly int _document;
    private readonly List<Element> _elements = [];
    private readonly List<(int Level, string Title, (int Page, double Top) Place)> _bookmarks = [];

    public PdfTags(PdfObjects objects)
    {
        _objects = objects;
        (_root, _document) = (objects.Reserve(), objects.Reserve());
    }

    internal sealed class Element(int number, string type, string? language, Element? parent)
    {
        public int Number => number;
        public string Type => type;
        public string? Language => language;
        public Element? Parent => parent;
        public List<string> Kids { get; } = [];
    }

    public Element Add(string type, string? language = null, Element? parent = null)
    {
        var element = new Element(_objects.Reserve(), type, language, parent);
        parent?.Kids.Add($"{element.Number} 0 R");
        _elements.Add(element);
        return element;
    }

    public void Bookmark(int level, string title, (int Page, double Top) place) => _bookmarks.Add((level, title, place));

    /// <param name="pages">For each page its number and the elements of its marks, in their order.</param>
    public int Finish(IReadOnlyList<(int Number, IReadOnlyList<Element> Marks)> pages, string language)
    {
        foreach (var element in _elements)
        {
            string lang = element.Language is { } own ? $" /Lang ({own})" : "";
            _objects.Set(element.Number, $"<< /Type /StructElem /S /{element.Type} /P {element.Parent?.Number ?? _document} 0 R{lang} /K [{string.Join(' ', element.Kids)}] >>");
        }

        var parents = new StringBuilder();
        for (int i = 0; i < pages.Count; i++) _ = parents.Append($"{i} [{string.Join(' ', pages[i].Marks.Select(m => $"{m.Number} 0 R"))}] ");
        int tree = _objects.Add($"<< /Nums [{parents}] >>");
        _objects.Set(_document, $"<< /Type /StructElem /S /Document /P {_root} 0 R /Lang ({language}) /K [{string.Join(' ', _elements.Where(e => e.Parent is null).Select(e => $"{e.Number} 0 R"))}] >>");
        _objects.Set(_root, $"<< /Type /StructTreeRoot /K [{_document} 0 R] /ParentTree {tree} 0 R /ParentTreeNextKey {pages.Count} >>");
        return _root;
    }

    /// <summary>One flat list of the headings, which every reader shows.</summary>
    public int Bookmarks()
    {
        int[] numbers = [.. _bookmarks.Select(_ => _objects.Reserve())];
        int root = _objects.Add($"<< /Type /Outlines /First {numbers[0]} 0 R /Last {numbers[^1]} 0 R /Count {numbers.Length} >>");
        for (int i = 0; i < numbers.Length; i++)
        {
            var (_, title, (page, top)) = _bookmarks[i];
            string links = (i > 0 ? $" /Prev {numbers[i - 1]} 0 R" : "") + (i + 1 < numbers.Length ? $" /Next {numbers[i + 1]} 0 R" : "");
            _objects.Set(numbers[i], $"<< /Title {PdfObjects.Text(title)} /Parent {root} 0 R{links} /Dest [{page} 0 R /XYZ null {PdfObjects.Number(top)} null] >>");
        }

        return root;
    }
}
