using System.Collections.Frozen;

namespace MultiLLM.Core.Gateway.Policy.Text;

/// <summary>Letters of other scripts that look like Latin ones: a subset, of what occurs in practice.</summary>
internal static class Confusables
{
    /// <summary>Each followed by what it looks like.</summary>
    private const string Pairs =
        "аa АA вb ВB еe ЕE кk КK мm МM нh НH оo ОO рp РP сc СC тt ТT уy УY хx ХX іi ІI јj ЈJ ѕs ЅS ԁd ԛq ԝw һh ҺH гr ѵv пn ьb ӏl ӀI αa ΑA βb ΒB εe ΕE ΖZ ηn ΗH ιi ΙI κk "
        + "ΚK μu ΜM νv ΝN οo ΟO ρp ΡP τt ΤT υu ΥY χx ΧX γy σo ϲc ϳj ɑa ɡg ɩi օo սu հh ցg ոn ԍg Ɩl ǀl յj ᴀa ᴄc ᴅd ᴇe ᴊj ᴋk ᴍm ᴏo ᴘp ᴛt ᴜu ᴠv ᴡw ᴢz ʙb ꜰf ɢg ʜh ɪi ɴn ʀr ʟl ʏy";
    private static readonly FrozenDictionary<char, char> s_map = Build();

    /// <summary>'\0': it looks like none.</summary>
    public static char LatinFor(char letter) => letter < 0x180 ? '\0' : s_map.GetValueOrDefault(letter);

    private static FrozenDictionary<char, char> Build() =>
        Pairs.Split(' ').ToFrozenDictionary(pair => pair[0], pair => pair[1]);
}
