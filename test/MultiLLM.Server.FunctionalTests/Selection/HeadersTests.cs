using Microsoft.AspNetCore.Http;
using MultiLLM.Core.Runners;
using MultiLLM.Core.Selection;
using MultiLLM.Core.Selection.Ranking;
using MultiLLM.Server.FunctionalTests.Fakes;
using MultiLLM.Server.Selection;

namespace MultiLLM.Server.FunctionalTests.Selection;

public sealed class HeadersTests
{
    private static readonly SelectionDecision s_decision = FakeDecisions.Of(new GenerationOptions(), FakeModels.Chat, isAutomatic: true);

    [Fact]
    public void Write_WordsFromElsewhere_ArePrintableAsciiOfBoundedLength()
    {
        var headers = Write(s_decision with { Reason = "größer\r\nx-evil: 1\u200B" + new string('é', 2000), Id = "sel-\0é" });

        Assert.StartsWith("gr??er  x-evil: 1?", headers[SelectionHeaders.Reason].ToString());
        Assert.Equal("sel- ?", headers[SelectionHeaders.Decision]);
        Assert.All(headers, header => Assert.All(header.Value.ToString(), letter => Assert.InRange(letter, ' ', '~')));
        Assert.All(headers, header => Assert.InRange(header.Value.ToString().Length, 1, 512));
    }

    [Fact]
    public void Write_WeightsAndFallbacks_AreTold()
    {
        var headers = Write(s_decision with
        {
            Preference = Preference.Custom(1 / 3d),
            Fallbacks = [new FailedAttempt("tiny-code", "It crashed."), new FailedAttempt("größer", "It crashed too.")],
        });

        Assert.Equal("custom; quality=0.33", headers[SelectionHeaders.Preference]);
        Assert.Equal("tiny-code, gr??er", headers[SelectionHeaders.Fallback]);
    }

    [Fact]
    public void Write_NoDecision_NamesTheModelOnly()
    {
        var headers = new HeaderDictionary();

        SelectionHeaders.Write(headers, "tiny-chat", decision: null);

        Assert.Equal("tiny-chat", Assert.Single(headers).Value);
    }

    private static HeaderDictionary Write(SelectionDecision decision)
    {
        var headers = new HeaderDictionary();
        SelectionHeaders.Write(headers, decision.Model.Id, decision);
        return headers;
    }
}
