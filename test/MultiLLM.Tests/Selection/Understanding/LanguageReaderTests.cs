using CsCheck;
using MultiLLM.Core.Selection.Understanding;

namespace MultiLLM.Tests.Selection.Understanding;

public sealed class LanguageReaderTests
{
    [Theory]
    [InlineData("en", "What should I cook for dinner tonight?")]
    [InlineData("de", "Was soll ich heute Abend kochen?")]
    [InlineData("fr", "Qu'est-ce que je peux cuisiner ce soir ?")]
    [InlineData("es", "¿Qué puedo cocinar esta noche?")]
    [InlineData("it", "Che cosa posso cucinare per la cena?")]
    [InlineData("pt", "O que você acha que eu devo cozinhar para o jantar?")]
    [InlineData("nl", "Wat zal ik vanavond voor het eten maken?")]
    [InlineData("pl", "Co mam dziś ugotować na kolację?")]
    [InlineData("tr", "Bu akşam yemek için ne yapmalıyım?")]
    [InlineData("cs", "Co mám dnes uvařit k večeři?")]
    [InlineData("sv", "Vad ska jag laga till middag i kväll?")]
    [InlineData("ru", "Что мне приготовить на ужин?")]
    [InlineData("uk", "Що мені приготувати на вечерю сьогодні?")]
    [InlineData("ar", "ماذا أطبخ للعشاء الليلة؟")]
    [InlineData("hi", "आज रात के खाने में क्या बनाऊँ?")]
    [InlineData("zh", "今晚我该做什么菜?")]
    [InlineData("ja", "今夜は何を作ればいいですか?")]
    [InlineData("ko", "오늘 저녁에 뭘 요리할까요?")]
    [InlineData("vi", "Tối nay tôi nên nấu món gì?")]
    [InlineData("id", "Apa yang harus saya masak untuk makan malam?")]
    [InlineData("und", "1234 5678")]
    [InlineData("und", "")]
    public void Read_Sentence_ItsLanguage(string language, string text) => Assert.Equal(language, LanguageReader.Read(text));

    [Fact]
    public void Read_InstructionWithPaste_TheInstructionsLanguage() =>
        Assert.Equal("en", LanguageReader.Read("Please summarize this for me, what do they want?\n\nSehr geehrte Frau Lind, wir bitten um Ihre Antwort bis zum Ende der Woche."));

    [Fact]
    public void Read_AnyText_ACode() => Gen.String.Sample(text => Assert.InRange(LanguageReader.Read(text).Length, 2, 3));
}
