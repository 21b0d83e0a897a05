using System.Runtime.InteropServices;
using UglyToad.PdfPig.Filters;
using UglyToad.PdfPig.Tokens;

namespace AIDialogues.Events.Web.Uploads;

/// <summary>
/// The reader's filters, each of which is asked how long its output becomes before it makes any. Together they stop at the limits of
/// <see cref="Inflation"/>, however the parts of a file are wrapped into each other. Pictures are never unpacked: nobody reads their words.
/// One for each file.
/// </summary>
internal sealed class MeasuredFilters : BaseFilterProvider
{
    private const int WidestRow = 8 * 1024 * 1024;

    public MeasuredFilters() : this(new Total()) { }

    private MeasuredFilters(Total total) : base(Filters(total)) => Sum = total;

    /// <summary>More than may be was asked for; nobody who swallowed the exception makes it less.</summary>
    public bool IsTooMuch => Sum.IsTooMuch;

    private Total Sum { get; }

    private static Dictionary<string, IFilter> Filters(Total total)
    {
        var filters = new Dictionary<string, IFilter>(StringComparer.Ordinal);
        Add(["FlateDecode", "Fl"], packed => Inflation.Length(packed));
        // Codes grow wider one code early, or not; whichever a file says, it is the one or the other.
        Add(["LZWDecode", "LZW"], packed => Math.Max(LzwLength(packed, early: 1), LzwLength(packed, early: 0)));
        Add(["RunLengthDecode", "RL"], packed => RunLength(packed));
        // At most as long as what they are made from, but for a few bytes at the end.
        Add(["ASCII85Decode", "A85", "ASCIIHexDecode", "AHx"], packed => 4L * packed.Count);
        foreach (string picture in (string[])["DCTDecode", "DCT", "CCITTFaxDecode", "CCF", "JBIG2Decode", "JPXDecode"]) filters.Add(picture, new Picture());
        return filters;

        void Add(string[] names, Func<ArraySegment<byte>, long> length)
        {
            foreach (string name in names) filters.Add(name, new Measured(DefaultFilterProvider.Instance.GetNamedFilters([NameToken.Create(name)])[0], length, total));
        }
    }

    /// <summary>Adds up what each code stands for, without what that is (ISO 32000-1, 7.4.4).</summary>
    private static long LzwLength(ReadOnlySpan<byte> packed, int early)
    {
        const int clear = 256, end = 257, first = 258, most = 4096;
        int[] lengths = new int[most];
        lengths.AsSpan(0, first).Fill(1);
        long length = 0;
        (int next, int width, int previous, int bits, int held) = (first, 9, -1, 0, 0);
        foreach (byte one in packed)
        {
            (bits, held) = ((bits << 8) | one, held + 8);
            if (held < width) continue;
            held -= width;
            int code = bits >> held;
            bits &= (1 << held) - 1;
            if (code == end) break;
            if (code == clear)
            {
                (next, width, previous) = (first, 9, -1);
                continue;
            }

            if (previous >= 0 && next < most) lengths[next++] = lengths[previous] + 1;
            if (code >= next && previous >= 0) break;
            length += lengths[code];
            if (length > Inflation.MostOfOne) break;
            previous = code;
            width = (next + early) switch { >= 2048 => 12, >= 1024 => 11, >= 512 => 10, _ => 9 };
        }

        return length;
    }

    private static long RunLength(ReadOnlySpan<byte> packed)
    {
        long length = 0;
        for (int at = 0; at < packed.Length && packed[at] != 128;)
        {
            int one = packed[at];
            (length, at) = one < 128 ? (length + one + 1, at + one + 2) : (length + 257 - one, at + 2);
        }

        return length;
    }

    private sealed class Total
    {
        private long _all;

        public bool IsTooMuch { get; private set; }

        public void Add(long length)
        {
            _all += length;
            IsTooMuch |= length > Inflation.MostOfOne || _all > Inflation.MostOfAll;
            if (IsTooMuch) throw new InvalidDataException("Too large inside.");
        }
    }

    private sealed class Measured(IFilter filter, Func<ArraySegment<byte>, long> length, Total total) : IFilter
    {
        public bool IsSupported => filter.IsSupported;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex)
        {
            CheckRow(streamDictionary);
            total.Add(length(MemoryMarshal.TryGetArray<byte>(input, out var packed) ? packed : new ArraySegment<byte>(input.ToArray())));
            return filter.Decode(input, streamDictionary, filterProvider, filterIndex);
        }

        /// <summary>A predictor works row by row, and how long a row is is only a number in the file.</summary>
        private static void CheckRow(DictionaryToken dictionary)
        {
            foreach (string key in (string[])["DecodeParms", "DP"])
            {
                if (!dictionary.Data.TryGetValue(key, out var value)) continue;
                foreach (var parameters in (value is ArrayToken array ? array.Data : [value]).OfType<DictionaryToken>())
                    if (Number(parameters, "Columns", 1) * Number(parameters, "Colors", 1) * Number(parameters, "BitsPerComponent", 8) / 8 > WidestRow) throw new InvalidDataException("Too large inside.");
            }
        }

        private static double Number(DictionaryToken parameters, string key, double usual) => parameters.Data.TryGetValue(key, out var value) && value is NumericToken number ? Math.Abs(number.Double) : usual;
    }

    /// <summary>Stands for a filter of pictures where a file says one has words in it.</summary>
    private sealed class Picture : IFilter
    {
        public bool IsSupported => false;

        public Memory<byte> Decode(Memory<byte> input, DictionaryToken streamDictionary, IFilterProvider filterProvider, int filterIndex) => throw new NotSupportedException("A picture.");
    }
}
