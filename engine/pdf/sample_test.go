package pdf_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/salesplan/salesplan/engine/document"
	"github.com/salesplan/salesplan/engine/money"
)

func dec(t testing.TB, text string) money.Decimal {
	t.Helper()
	d, err := money.ParseDecimal(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func words() document.Words {
	return document.Words{
		PageOf: "Page {page} of {pages}", Added: "Added", Removed: "Removed", Changed: "Changed",
		Continued: "(continued)", Date: "Date", Signature: "Signature",
	}
}

func para(text string) document.Block { return document.Paragraph{Text: document.Plain(text)} }

func cell(text string) document.Cell { return document.Cell{Text: document.Plain(text)} }

// rows makes rows of texts: the first cell of each heads it.
func rows(texts ...[]string) []document.Row {
	made := make([]document.Row, len(texts))
	for i, row := range texts {
		for n, text := range row {
			c := cell(text)
			c.Heads = n == 0
			made[i].Cells = append(made[i].Cells, c)
		}
		made[i].Key = row[0]
	}
	return made
}

func payCurve(t testing.TB) document.Curve {
	tick := func(at, label string) document.Tick { return document.Tick{At: dec(t, at), Label: label} }
	point := func(x, y string) document.Point { return document.Point{X: dec(t, x), Y: dec(t, y)} }
	return document.Curve{
		Key: "new", Caption: "New business: pay at each attainment", Alt: "Nothing is paid below 50 %. From 50 % pay rises to the target at 100 %, and twice as fast above, up to 250 % of target at 200 %.",
		X: document.Axis{Label: "Attainment of quota", From: dec(t, "0"), To: dec(t, "2"), Ticks: []document.Tick{
			tick("0", "0 %"), tick("0.5", "50 %"), tick("1", "100 %"), tick("1.5", "150 %"), tick("2", "200 %"),
		}},
		Y: document.Axis{Label: "Pay, € per year", From: dec(t, "0"), To: dec(t, "125000"), Ticks: []document.Tick{
			tick("0", "0"), tick("50000", "50,000"), tick("100000", "100,000"),
		}},
		Lines: []document.Line{{Label: "Pay", Points: []document.Point{
			point("0", "0"), point("0.5", "0"), point("0.5", "15000"), point("1", "42500"), point("2", "106250"),
		}}},
	}
}

// letter is a letter of two pages: three tables, a curve, terms and signatures.
func letter(t testing.TB, number int) document.Document {
	name := []string{"Łukasz Wójcik", "山田 太郎", "Αλέξανδρος Παπαδόπουλος", "Юлия Кузнецова", "Trần Thị Hạnh"}[number%5]
	pay := document.Table{
		Key: "pay", Caption: "What you are paid at each attainment", Columns: []document.Column{
			{Key: "attainment", Label: "Attainment"}, {Key: "new", Label: "New business", Number: true}, {Key: "renewals", Label: "Renewals", Number: true}, {Key: "total", Label: "Total", Number: true},
		},
		Rows: rows(
			[]string{"0 %", "€0.00", "€0.00", "€0.00"}, []string{"50 %", "€15,000.00", "€3,750.00", "€18,750.00"},
			[]string{"80 %", "€31,500.00", "€6,000.00", "€37,500.00"}, []string{"100 %", fmt.Sprintf("€42,%03d.00", number), "€7,500.00", "€50,000.00"},
			[]string{"120 %", "€55,250.00", "€9,000.00", "€64,250.00"}, []string{"150 %", "€74,375.00", "€11,250.00", "€85,625.00"},
		),
	}
	quota := document.Table{
		Key: "quota", Caption: "Your quotas", Columns: []document.Column{
			{Key: "goal", Label: "Goal"},
			{Key: "q1", Label: "Q1", Number: true},
			{Key: "q2", Label: "Q2", Number: true},
			{Key: "q3", Label: "Q3", Number: true},
			{Key: "q4", Label: "Q4", Number: true},
			{Key: "year", Label: "Year", Number: true},
		},
		Rows: append(rows(
			[]string{"New business, Central Europe", "€180,000", "€210,000", "€230,000", "€280,000", "€900,000"},
			[]string{"Renewals", "€75,000", "€75,000", "€75,000", "€75,000", "€300,000"},
		), document.Row{Key: "sum", Total: true, Cells: []document.Cell{{Text: document.Plain("Total"), Heads: true}, cell("€255,000"), cell("€285,000"), cell("€305,000"), cell("€355,000"), cell("€1,200,000")}}),
	}
	rates := document.Table{
		Key: "rates", Caption: "Rates and accelerators", Columns: []document.Column{
			{Key: "component", Label: "Component"}, {Key: "from", Label: "From attainment", Number: true}, {Key: "rate", Label: "Rate", Number: true}, {Key: "what", Label: "What it applies to"},
		},
		Rows: rows(
			[]string{"New business", "50 %", "3.06 %", "Annual contract value of new customers, at booking"},
			[]string{"New business", "100 %", "7.08 %", "The same, for what exceeds the quota"},
			[]string{"Renewals", "0 %", "2.50 %", "Annual contract value of renewals that were due in the quarter"},
		),
	}
	return document.Document{
		Code: fmt.Sprintf("E-%04d", number), Title: "Sales compensation letter 2027", Language: "en",
		RunningHead: "Brindlemark Instruments · Confidential · " + name,
		Version:     "Version 3f9a1c77d0b2e845 of plan 2027.1", Words: words(),
		Blocks: []document.Block{
			para("Dear " + name + ","),
			para("This letter states your variable pay for the year 2027. It takes effect on 1 January 2027 and replaces the letter of 12 March 2026, version 77c01be2. Your role is Account Executive, Enterprise, in the territory Central Europe."),
			document.KeyFigures{Label: "Your pay at a glance", Items: []document.KeyFigure{
				{Key: "target", Label: "Target incentive", Value: document.Plain("€50,000.00")},
				{Key: "base", Label: "Base salary", Value: document.Plain("€85,000.00")},
				{Key: "quota", Label: "Quota of the year", Value: document.Plain("€1,200,000")},
				{Key: "mix", Label: "Pay mix", Value: document.Plain("63 / 37")},
			}},
			document.Heading{Level: 1, Text: document.Plain("Your goals")},
			quota,
			document.Heading{Level: 1, Text: document.Plain("How pay follows from results")},
			para("Each component pays for its own results. Pay between two rows of the table follows the line of the figure: it is not rounded to the next row."),
			rates, payCurve(t), pay,
			document.Example{Key: "ex1", Title: document.Plain("Worked example: a good second quarter"), Blocks: []document.Block{
				para("You book €252,000 of new business against a quota of €210,000, which is 120 %."),
				document.List{Ordered: true, Items: []document.Item{
					{Blocks: []document.Block{para("Up to 100 %: €210,000 × 3.06 % = €6,426.00.")}},
					{Blocks: []document.Block{para("Above: €42,000 × 7.08 % = €2,973.60.")}},
				}},
				document.Paragraph{Text: []document.Span{{Text: "You are paid "}, {Text: "€9,399.60", Strong: true}, {Text: " with the salary of July."}}},
			}},
			document.Heading{Level: 1, Text: document.Plain("Terms")},
			document.Clause{Key: "eligibility", Number: "1", Heading: document.Plain("Eligibility"), Blocks: []document.Block{
				para("You take part as long as you hold the role named above. Whoever joins or leaves within a quarter has quotas and target incentive for the days in the role, of all days of the quarter."),
			}},
			document.Clause{Key: "credit", Number: "2", Heading: document.Plain("Credit"), Blocks: []document.Block{
				para("Results are credited when both parties have signed an order. The following are not credited:"),
				document.List{Items: []document.Item{
					{Blocks: []document.Block{para("orders that can be cancelled without cost within 90 days, until these have passed;")}},
					{Blocks: []document.Block{para("services, training and hardware that is sold on;")}},
					{Blocks: []document.Block{para("taxes and freight.")}},
				}},
			}},
			document.Clause{Key: "recovery", Number: "3", Heading: document.Plain("Recovery"), Blocks: []document.Block{
				document.Clause{Key: "recovery-1", Number: "3.1", Blocks: []document.Block{para("If an order is cancelled within twelve months, what was paid for it is offset against later payments, at most one half of each.")}},
				document.Clause{Key: "recovery-2", Number: "3.2", Blocks: []document.Block{para("Nothing is recovered after you have left, except where the law allows it and the cancellation was known to you.")}},
			}},
			document.Notice{Text: document.Plain("This letter supersedes the one of 12 March 2026. Please sign by 31 January 2027.")},
			document.Signatures{Parties: []document.Party{{Role: "Employee", Name: name}, {Role: "Manager", Name: "Maren Holt"}, {Role: "Company", Name: "Brindlemark Instruments GmbH"}}},
		},
		Attachments: []document.Attachment{{Name: "record.json", MediaType: "application/json", Description: "What the letter was made from", Data: []byte(`{"code":"` + fmt.Sprintf("E-%04d", number) + `"}`)}},
	}
}

func japaneseLetter(t testing.TB) document.Document {
	doc := letter(t, 1)
	doc.Title, doc.Language = "2027年度 営業報酬通知書", "ja"
	doc.RunningHead = "ブリンドルマーク株式会社・社外秘・山田 太郎 様"
	doc.Words = document.Words{PageOf: "{page}/{pages}ページ", Added: "追加", Removed: "削除", Changed: "変更", Continued: "(続き)", Date: "日付", Signature: "署名"}
	doc.Blocks = []document.Block{
		para("山田 太郎 様"),
		para("本書は、2027年度における貴殿の変動報酬を定めるものです。2027年1月1日より効力を生じ、2026年3月12日付の通知書(第77c01be2版)に代わります。貴殿の職務は「エンタープライズ担当アカウントエグゼクティブ」、担当地域は「東日本」です。"),
		document.KeyFigures{Label: "概要", Items: []document.KeyFigure{
			{Key: "a", Label: "目標報酬額", Value: document.Plain("¥4,800,000")}, {Key: "b", Label: "基本給", Value: document.Plain("¥9,600,000")}, {Key: "c", Label: "年間目標", Value: document.Plain("¥180,000,000")},
		}},
		document.Heading{Level: 1, Text: document.Plain("目標")},
		document.Table{Key: "quota", Caption: "四半期ごとの目標", Columns: []document.Column{
			{Label: "指標"}, {Label: "第1四半期", Number: true}, {Label: "第2四半期", Number: true}, {Label: "第3四半期", Number: true}, {Label: "第4四半期", Number: true},
		}, Rows: append(rows(
			[]string{"新規契約(東日本・エンタープライズ)", "¥40,000,000", "¥42,000,000", "¥45,000,000", "¥53,000,000"},
			[]string{"更新契約", "¥15,000,000", "¥15,000,000", "¥15,000,000", "¥15,000,000"},
		), document.Row{Key: "sum", Total: true, Cells: []document.Cell{{Text: document.Plain("合計"), Heads: true}, cell("¥55,000,000"), cell("¥57,000,000"), cell("¥60,000,000"), cell("¥68,000,000")}})},
		payCurve(t),
		document.Heading{Level: 1, Text: document.Plain("条件")},
		document.Clause{Key: "1", Number: "第1条", Heading: document.Plain("適用対象"), Blocks: []document.Block{
			para("貴殿は、上記の職務に従事する期間、本制度の適用を受けます。四半期の途中で着任または離任した場合、目標および目標報酬額は、当該四半期の総日数に対する在任日数の割合で按分されます(端数は切り捨て)。"),
			document.List{Items: []document.Item{{Blocks: []document.Block{para("解約可能な受注は、解約期間の終了まで計上されません。")}}, {Blocks: []document.Block{para("消費税および送料は含みません。")}}}},
		}},
		document.Clause{Key: "2", Number: "第2条", Heading: document.Plain("計上"), Blocks: []document.Block{
			document.Paragraph{Text: []document.Span{{Text: "成果は、"}, {Text: "両当事者が注文書に署名した日", Strong: true}, {Text: "に計上されます。Salesforceの「Closed Won」は、それ自体では計上の根拠となりません。"}}},
		}},
		document.Notice{Text: document.Plain("2027年1月31日までにご署名ください。")},
		document.Signatures{Parties: []document.Party{{Role: "従業員", Name: "山田 太郎"}, {Role: "会社", Name: "ブリンドルマーク株式会社"}}},
	}
	return doc
}

func germanLetter(t testing.TB) document.Document {
	doc := letter(t, 0)
	doc.Title, doc.Language, doc.RunningHead = "Zielvereinbarung 2027", "de", "Brindlemark Instruments GmbH · Vertraulich · Łukasz Wójcik"
	doc.Words = document.Words{PageOf: "Seite {page} von {pages}", Added: "Neu", Removed: "Entfallen", Changed: "Geändert", Continued: "(Fortsetzung)", Date: "Datum", Signature: "Unterschrift"}
	doc.Blocks = append([]document.Block{
		para("Sehr geehrter Herr Wójcik,"),
		para("diese Vereinbarung regelt Ihre variable Vergütung für das Geschäftsjahr 2027. Sie gilt ab dem 1. Januar 2027 und ersetzt die Vereinbarung vom 12. März 2026. Provisionsabrechnungsgrundlage ist der Auftragseingang; Rückbelastungen („Clawbacks“) regelt Ziffer 3."),
		document.Table{Key: "q", Caption: "Ihre Ziele", Columns: []document.Column{{Label: "Zielkomponente"}, {Label: "Gewichtung", Number: true}, {Label: "Jahresziel", Number: true}, {Label: "Bemessungsgrundlage"}}, Rows: rows(
			[]string{"Neukundengeschäft Großkundenvertrieb", "85 %", "900.000,00 €", "Auftragseingangsvolumenabgrenzungsverordnungskonformer Jahresvertragswert"},
			[]string{"Bestandskundenverlängerungen", "15 %", "300.000,00 €", "Jahresvertragswert fälliger Verlängerungen"},
		)},
	}, doc.Blocks[9:]...)
	return doc
}

// redline is a letter with every kind of mark.
func redline(t testing.TB) document.Document {
	doc := letter(t, 0)
	doc.Title = "Changes to your sales compensation letter 2027"
	was := payCurve(t)
	was.Lines[0].Mark, was.Lines[0].Label = document.Removed, "Pay before"
	now := payCurve(t).Lines[0]
	now.Mark, now.Label = document.Added, "Pay now"
	now.Points[4].Y = dec(t, "118000")
	was.Lines = append(was.Lines, now)
	changed := func(old, fresh string) []document.Span {
		return []document.Span{{Text: old, Mark: document.Removed}, {Text: " "}, {Text: fresh, Mark: document.Added}}
	}
	doc.Blocks = []document.Block{
		document.Paragraph{Text: []document.Span{
			{Text: "This letter states your variable pay for the year 2027. It takes effect on "},
			{Text: "1 January 2027", Mark: document.Removed},
			{Text: " "},
			{Text: "1 February 2027", Mark: document.Added},
			{Text: " and replaces the letter of 12 March 2026. Your role is Account Executive, Enterprise, in the territory "},
			{Text: "Central Europe", Mark: document.Removed},
			{Text: " "},
			{Text: "Germany, Austria and the German-speaking part of Switzerland", Mark: document.Added},
			{Text: "."},
		}},
		document.KeyFigures{Label: "Your pay at a glance", Items: []document.KeyFigure{
			{Key: "target", Label: "Target incentive", Value: changed("€50,000.00", "€52,000.00"), Mark: document.Changed},
			{Key: "base", Label: "Base salary", Value: document.Plain("€85,000.00")},
			{Key: "new", Label: "Spiff for the launch", Value: document.Plain("€1,000.00"), Mark: document.Added},
		}},
		document.Heading{Level: 1, Text: document.Plain("Your goals")},
		document.Table{Key: "quota", Caption: "Your quotas", Columns: []document.Column{{Label: "Goal"}, {Label: "Q1", Number: true}, {Label: "Q2", Number: true}, {Label: "Year", Number: true}}, Rows: []document.Row{
			{Key: "a", Mark: document.Changed, Cells: []document.Cell{{Text: document.Plain("New business"), Heads: true}, {Text: changed("€180,000", "€195,000")}, cell("€210,000"), {Text: changed("€390,000", "€405,000")}}},
			{Key: "b", Mark: document.Removed, Cells: []document.Cell{{Text: document.Plain("Services"), Heads: true}, cell("€20,000"), cell("€20,000"), cell("€40,000")}},
			{Key: "c", Mark: document.Added, Cells: []document.Cell{{Text: document.Plain("Renewals"), Heads: true}, cell("€75,000"), cell("€75,000"), cell("€150,000")}},
			{Key: "d", Total: true, Mark: document.Changed, Cells: []document.Cell{{Text: document.Plain("Total"), Heads: true}, {Text: changed("€200,000", "€270,000")}, {Text: changed("€230,000", "€285,000")}, {Text: changed("€430,000", "€555,000")}}},
		}},
		was,
		document.Heading{Level: 1, Text: document.Plain("Spiffs"), Mark: document.Added},
		document.Paragraph{Text: document.Plain("For the first three orders of the new product line you are paid €1,000.00 in all, with the salary of the month after the third."), Mark: document.Added},
		document.Clause{Key: "credit", Number: "2", Heading: document.Plain("Credit"), Mark: document.Removed, Blocks: []document.Block{
			para("Results are credited when both parties have signed an order."),
			document.List{Items: []document.Item{{Blocks: []document.Block{para("Services are not credited.")}}}},
		}},
		document.Clause{Key: "credit2", Number: "2", Heading: document.Plain("Credit"), Blocks: []document.Block{
			document.List{Items: []document.Item{
				{Blocks: []document.Block{para("Orders are credited when they are booked.")}, Mark: document.Added},
				{Blocks: []document.Block{para("Orders are credited when they are signed.")}, Mark: document.Removed},
				{Blocks: []document.Block{para("Freight is not credited.")}},
			}},
		}},
		document.Example{Key: "e", Title: document.Plain("Worked example"), Mark: document.Added, Blocks: []document.Block{para("You book €252,000, and are paid €9,399.60.")}},
		document.Notice{Text: document.Plain("Please sign by 31 January 2027."), Mark: document.Changed},
	}
	return doc
}

// longTable goes over several pages of US Letter.
func longTable() document.Document {
	table := document.Table{Key: "accounts", Caption: "Accounts of the territory", Columns: []document.Column{
		{Label: "Account"}, {Label: "City"}, {Label: "Industry"}, {Label: "Revenue 2026", Number: true}, {Label: "Goal 2027", Number: true},
	}}
	for i := range 90 {
		table.Rows = append(table.Rows, rows([]string{
			fmt.Sprintf("Account %03d %s", i, strings.Repeat("with a long name ", i%4)), []string{"Wien", "Łódź", "Αθήνα", "横浜市"}[i%4], "Manufacturing", fmt.Sprintf("$%d,%03d.00", 100+i, i), fmt.Sprintf("$%d,%03d.00", 120+i, i),
		})...)
	}
	table.Rows = append(table.Rows, document.Row{Key: "sum", Total: true, Cells: []document.Cell{{Text: document.Plain("Total"), Heads: true}, cell(""), cell(""), cell("$23,730,000.00"), cell("$26,530,000.00")}})
	return document.Document{
		Code: "T-1", Title: "Territory statement", Language: "en-US", Paper: document.Letter, RunningHead: "Brindlemark Instruments, Inc.", Version: "Version 0c11", Words: words(),
		Blocks: []document.Block{para("All accounts of the territory as of 1 January 2027."), table, para("Questions: ask your manager.")},
	}
}

func samples(t testing.TB) map[string]document.Document {
	return map[string]document.Document{
		"english": letter(t, 0), "japanese": japaneseLetter(t), "german": germanLetter(t), "redline": redline(t), "long-table": longTable(),
	}
}
