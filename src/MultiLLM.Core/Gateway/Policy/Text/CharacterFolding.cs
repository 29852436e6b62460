using System.Collections.Frozen;

namespace MultiLLM.Core.Gateway.Policy.Text;

/// <summary>
/// What single characters amount to. The service runs without the system's Unicode tables, so those that disguises use stand here: Unicode's NFKC for full-width,
/// circled, raised, lowered and mathematical letters and for ligatures, and the letters that carry accents.
/// </summary>
internal static class CharacterFolding
{
    /// <summary>A letter, then those that are it with an accent.</summary>
    private const string Accents =
        "aàáâãäåāăąǎḁạảấầẩẫậắằẳẵặæ bḃḅḇ cçćĉċčḉ dďḋḍḏḑḓđð eèéêëēĕėęěḕḗḙḛḝẹẻẽếềểễệ fḟ gĝğġģḡ hĥḣḥḧḩḫẖħ iìíîïĩīĭįǐḭḯỉịı jĵ"
        + " kķḱḳḵ lĺļľḷḹḻḽł mḿṁṃ nñńņňṅṇṉṋ oòóôõöōŏőǒṍṏṑṓọỏốồổỗộớờởỡợøœ pṕṗ rŕŗřṙṛṝṟ sśŝşšṡṣṥṧṩßſ tţťṫṭṯṱẗŧ"
        + " uùúûüũūŭůűųǔǖǘǚǜṳṵṷṹṻụủứừửữự vṽṿ wŵẁẃẅẇẉẘ xẋẍ yýÿŷẏẙỳỵỷỹ zźżžẑẓẕ ſẛ αά εέ ηή ιίϊ οό υύΰϋ ωώ её";

    private const string Raised = "⁰0¹1²2³3⁴4⁵5⁶6⁷7⁸8⁹9₀0₁1₂2₃3₄4₅5₆6₇7₈8₉9ªaºoⁱiⁿnᵃaᵇbᶜcᵈdᵉeᶠfᵍgʰhⁱiʲjᵏkˡlᵐmⁿnᵒoᵖpʳrˢsᵗtᵘuᵛvʷwˣxʸyᶻz";

    private static readonly FrozenDictionary<char, char> s_plain = Accents.Split(' ').SelectMany(row => row[1..].Select(letter => (letter, row[0])))
        .DistinctBy(pair => pair.letter).ToFrozenDictionary(pair => pair.letter, pair => pair.Item2);

    private static readonly FrozenDictionary<char, char> s_raised = Raised.Chunk(2).DistinctBy(pair => pair[0]).ToFrozenDictionary(pair => pair[0], pair => pair[1]);

    /// <summary>Shows nothing: zero-width, direction, joiners, selectors, soft hyphens.</summary>
    public static bool IsInvisible(char letter) => letter is
        '\u00AD' or '\u034F' or '\u061C' or '\u115F' or '\u1160' or '\u17B4' or '\u17B5' or '\u3164' or '\uFEFF' or '\uFFA0'
        or (>= '\u180B' and <= '\u180F') or (>= '\u200B' and <= '\u200F') or (>= '\u202A' and <= '\u202E') or (>= '\u2060' and <= '\u206F') or (>= '\uFE00' and <= '\uFE0F');

    /// <summary>The first of what a character stands for; ligatures have more, see <see cref="Rest"/>.</summary>
    public static char Compatible(char letter) => letter switch
    {
        >= '\uFF01' and <= '\uFF5E' => (char)(letter - 0xFEE0),
        >= '\u24B6' and <= '\u24CF' => (char)('A' + letter - '\u24B6'),
        >= '\u24D0' and <= '\u24E9' => (char)('a' + letter - '\u24D0'),
        >= '\u249C' and <= '\u24B5' => (char)('a' + letter - '\u249C'),
        >= '\u2460' and <= '\u2468' => (char)('1' + letter - '\u2460'),
        >= '\uFB00' and <= '\uFB04' => 'f',
        >= '\u2010' and <= '\u2015' or '\u2212' => '-',
        '\u2018' or '\u2019' => '\'',
        '\u201C' or '\u201D' or '\u201E' => '"',
        '\u0085' or '\u2028' or '\u2029' => '\n',
        _ when char.IsWhiteSpace(letter) => ' ',
        _ => s_raised.GetValueOrDefault(letter, letter),
    };

    /// <summary>What follows the first letter of a ligature.</summary>
    public static string Rest(char letter) => letter switch { '\uFB00' => "f", '\uFB01' => "i", '\uFB02' => "l", '\uFB03' => "fi", '\uFB04' => "fl", _ => "" };

    /// <summary>Of a character beyond 16 bits; '\0': it is no disguised letter or digit.</summary>
    public static char Compatible(int code)
    {
        if (code is >= 0x1D400 and <= 0x1D6A3)
            return (char)((code - 0x1D400) % 52 is var place && place < 26 ? 'A' + place : 'a' + place - 26);
        if (code is >= 0x1D7CE and <= 0x1D7FF)
            return (char)('0' + ((code - 0x1D7CE) % 10));
        return code switch
        {
            >= 0x1F130 and <= 0x1F149 => (char)('A' + code - 0x1F130),
            >= 0x1F150 and <= 0x1F169 => (char)('A' + code - 0x1F150),
            >= 0x1F170 and <= 0x1F189 => (char)('A' + code - 0x1F170),
            _ => '\0',
        };
    }

    /// <summary>Without case and accents.</summary>
    public static char Folded(char letter)
    {
        var lower = char.ToLowerInvariant(letter);
        return lower < 0x80 ? lower : s_plain.GetValueOrDefault(lower, lower);
    }
}
