using AIDialogues.Events.Domain;
using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Exceptions;
using UglyToad.PdfPig.Tokens;
using UglyToad.PdfPig.Writer;

namespace AIDialogues.Events.Web.Uploads;

/// <summary>An uploaded PDF, written anew: only what its pages, tags and bookmarks need is taken over, and its words for the screening.</summary>
/// <param name="Words">What stands on its pages.</param>
/// <param name="Labels">What is read out or shown beside them: bookmarks, other words for pictures, words that stand for what is drawn.</param>
internal sealed record PdfUpload(byte[] Content, string Words, string Labels)
{
    private const int MostObjects = 200_000, MostPages = 1_000, MostWords = 2_000_000;

    // Who made it, with what, when and how it was before; what runs; what is attached; what was noted at the margin.
    private static readonly HashSet<string> LeftOut = new(StringComparer.Ordinal)
    {
        "Metadata", "PieceInfo", "LastModified", "OpenAction", "AA", "JavaScript", "JS", "EmbeddedFiles", "AF", "Collection", "Perms", "AcroForm", "XFA", "Threads", "SpiderInfo", "Info",
        "OutputIntents", "Thumb", "B", "Popup", "IRT", "RichMediaContent", "RichMediaSettings", "Requirements", "DSS", "Legal", "URI_Base", "UserProperties",
    };

    /// <summary>Reads, cleans and writes it; refuses what is locked, broken, too large inside, or no PDF, and pictures whose metadata nothing here takes out.</summary>
    public static Result<PdfUpload> Read(byte[] upload)
    {
        if (!upload.AsSpan(0, Math.Min(upload.Length, 1024)).StartsWith("%PDF-"u8)) return PublicationRefusals.FileKindNotTaken;
        if (Inflation.IsBomb(upload)) return PublicationRefusals.FileNotReadable;
        try
        {
            var filters = new MeasuredFilters();
            using var document = PdfDocument.Open(upload, new ParsingOptions { UseLenientParsing = false, SkipMissingFonts = true, FilterProvider = filters });
            if (document.IsEncrypted) return PublicationRefusals.FileLocked;
            if (document.NumberOfPages is 0 or > MostPages) return PublicationRefusals.FileNotReadable;
            var copy = new Copy(document.Structure, filters);
            byte[] content = copy.Write();
            if (copy.HoldsWhatNobodyCleans) return PublicationRefusals.FilePictureNotCleaned;
            var pages = document.GetPages().Select(page => (Words: string.Join(' ', page.GetWords().Select(w => w.Text)), Marked: page.GetMarkedContents())).ToList();
            string words = string.Join('\n', pages.Select(p => p.Words));
            string labels = string.Join('\n', copy.Strings.Concat(pages.SelectMany(p => LabelsOf(p.Marked))));
            if (words.Length + labels.Length > MostWords || filters.IsTooMuch) return PublicationRefusals.FileNotReadable;
            return new PdfUpload(content, words, labels);
        }
        catch (PdfDocumentEncryptedException)
        {
            return PublicationRefusals.FileLocked;
        }
        // The reader throws whatever it stumbles over; to the uploader they are all the same.
        catch (Exception broken) when (broken is not OutOfMemoryException)
        {
            return PublicationRefusals.FileNotReadable;
        }
    }

    private static IEnumerable<string> LabelsOf(IEnumerable<MarkedContentElement> marked) => marked.SelectMany(m =>
        ((string?[])[m.ActualText, m.AlternateDescription, m.ExpandedForm]).OfType<string>().Concat(LabelsOf(m.Children)));

    /// <summary>Follows the references from the catalogue and numbers what it finds anew, so that nothing unreachable (an older version) comes along.</summary>
    private sealed class Copy(UglyToad.PdfPig.Structure structure, MeasuredFilters filters)
    {
        // What is shown as a bookmark, or read out in place of what is drawn.
        private static readonly HashSet<string> ForPeople = new(StringComparer.Ordinal) { "Title", "Alt", "ActualText", "E", "Contents" };

        // The names that a JPEG's filter goes by.
        private static readonly HashSet<string> Jpeg = new(StringComparer.Ordinal) { "DCTDecode", "DCT" };

        // Of JPEG 2000 the metadata stand in boxes and comments that nothing here reads.
        private const string Jpeg2000 = "JPXDecode";

        private readonly List<string> _strings = [];
        private readonly Dictionary<IndirectReference, IndirectReference> _numbers = [];
        private readonly Queue<IndirectReference> _open = new();

        /// <summary>A picture came along as it is, with whatever tells of its making.</summary>
        public bool HoldsWhatNobodyCleans { get; private set; }

        /// <summary>Texts for people that were taken over and stand in no page's own words.</summary>
        public IReadOnlyList<string> Strings => _strings;

        public byte[] Write()
        {
            using var file = new MemoryStream();
            var places = new Dictionary<IndirectReference, long>();
            file.Write("%PDF-1.7\n%\u00e2\u00e3\n"u8);
            var catalog = Clean(structure.Catalog.CatalogDictionary, isCatalog: true);
            while (_open.TryDequeue(out var reference))
            {
                if (_numbers.Count > MostObjects) throw new InvalidOperationException("Too many objects.");
                Put(_numbers[reference], CleanToken(structure.GetObject(reference).Data));
            }

            var root = new IndirectReference(_numbers.Count + 1, 0);
            Put(root, catalog);
            TokenWriter.Instance.WriteCrossReferenceTable(places, root, file, null, null);
            return file.ToArray();

            void Put(IndirectReference number, IToken token)
            {
                places[number] = file.Position;
                TokenWriter.Instance.WriteToken(new ObjectToken(XrefLocation.File(0), number, token), file);
            }
        }

        private IToken CleanToken(IToken token) => token switch
        {
            IndirectReferenceToken reference => new IndirectReferenceToken(NumberOf(reference.Data)),
            DictionaryToken dictionary => Clean(dictionary),
            ArrayToken array => new ArrayToken([.. array.Data.Select(CleanToken).Where(t => t is not DictionaryToken { Data.Count: 0 })]),
            StreamToken stream => CleanStream(stream),
            _ => token,
        };

        private void Note(IToken token)
        {
            if (token is StringToken plain) _strings.Add(plain.Data);
            else if (token is HexToken hex) _strings.Add(hex.Data);
        }

        private StreamToken CleanStream(StreamToken stream)
        {
            var data = stream.Data;
            var entries = Clean(stream.StreamDictionary).Data.ToDictionary(e => NameToken.Create(e.Key), e => e.Value);
            NameToken[] names = [.. ListOf(stream.StreamDictionary, "Filter").OfType<NameToken>()];
            if (Array.Exists(names, n => n.Data == Jpeg2000)) HoldsWhatNobodyCleans = true;
            else if (Array.Exists(names, n => Jpeg.Contains(n.Data)))
            {
                data = JpegSegments.WithoutMetadata(UnwrappedJpeg(stream, names).Span);
                entries[NameToken.Filter] = NameToken.DctDecode;
                _ = entries.Remove(NameToken.DecodeParms);
                if (ListOf(stream.StreamDictionary, "DecodeParms").LastOrDefault() is DictionaryToken parameters) entries[NameToken.DecodeParms] = Clean(parameters);
            }
            else if (!Says(stream.StreamDictionary, "Subtype", "Image"))
            {
                // What is drawn may stand in a page, a form, a pattern or a letter of a font: every stream that is no picture is looked into.
                HoldsWhatNobodyCleans |= InlinePictures.HoldPhotograph(Unwrapped(stream, names).Span);
            }

            entries[NameToken.Length] = new NumericToken(data.Length);
            return new StreamToken(new DictionaryToken(entries), data);
        }

        /// <summary>The picture without what else it is wrapped into, so that nothing in it stays unread.</summary>
        private Memory<byte> UnwrappedJpeg(StreamToken stream, NameToken[] names)
        {
            if (!Jpeg.Contains(names[^1].Data)) throw new InvalidDataException("A picture inside out.");
            return Unwrapped(stream, names[..^1]);
        }

        private Memory<byte> Unwrapped(StreamToken stream, NameToken[] names)
        {
            var data = stream.Data;
            var around = filters.GetNamedFilters(names);
            // With its own dictionary, whose parameters stand at the same places; where they stand elsewhere in the file they are put there first.
            var own = new DictionaryToken(stream.StreamDictionary.Data.ToDictionary(e => NameToken.Create(e.Key), e => e.Key == "DecodeParms" ? new ArrayToken(ListOf(stream.StreamDictionary, e.Key)) : e.Value));
            for (int i = 0; i < around.Count; i++) data = around[i].Decode(data, own, filters, i);
            return data;
        }

        /// <summary>One or several, written here or elsewhere in the file.</summary>
        private IReadOnlyList<IToken> ListOf(DictionaryToken dictionary, string key) =>
            !dictionary.Data.TryGetValue(key, out var value) ? [] : Resolved(value) is ArrayToken array ? [.. array.Data.Select(Resolved)] : [Resolved(value)];

        private DictionaryToken Clean(DictionaryToken dictionary, bool isCatalog = false)
        {
            var kept = new Dictionary<NameToken, IToken>();
            bool isNote = Says(dictionary, "Type", "Annot") || (dictionary.Data.ContainsKey("Rect") && dictionary.Data.ContainsKey("Subtype"));
            // Links stay; comments, stamps, attachments and forms name who made them.
            if (isNote && !Says(dictionary, "Subtype", "Link")) return new DictionaryToken(kept);
            if (Says(dictionary, "Type", "Action") || dictionary.Data.ContainsKey("S") && dictionary.Data.Keys.Any(k => k is "URI" or "JS" or "F" or "Launch"))
            {
                if (!Says(dictionary, "S", "URI") && !Says(dictionary, "S", "GoTo") && !dictionary.Data.ContainsKey("P")) return new DictionaryToken(kept);
            }

            foreach (var (key, value) in dictionary.Data)
            {
                if (ForPeople.Contains(key)) Note(Resolved(value));
                if (LeftOut.Contains(key) || (isNote && key is "T" or "M" or "NM" or "CreationDate" or "RC" or "Subj") || (key == "Type" && isCatalog && value is NullToken)) continue;
                // Of the name trees only the places that links lead to.
                if (isCatalog && key == "Names" && Resolved(value) is DictionaryToken names)
                    kept[NameToken.Create(key)] = new DictionaryToken(names.Data.Where(n => n.Key == "Dests").ToDictionary(n => NameToken.Create(n.Key), n => CleanToken(n.Value)));
                else
                    kept[NameToken.Create(key)] = CleanToken(value);
            }

            return new DictionaryToken(kept);
        }

        private IToken Resolved(IToken token) => token is IndirectReferenceToken reference ? structure.GetObject(reference.Data).Data : token;

        private static bool Says(DictionaryToken dictionary, string key, string name) => dictionary.Data.TryGetValue(key, out var value) && value is NameToken said && said.Data == name;

        private IndirectReference NumberOf(IndirectReference reference)
        {
            if (_numbers.TryGetValue(reference, out var number)) return number;
            _open.Enqueue(reference);
            return _numbers[reference] = new IndirectReference(_numbers.Count + 1, 0);
        }
    }
}
