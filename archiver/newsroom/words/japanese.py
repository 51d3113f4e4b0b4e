"""Japanese: names, places, topics and sentence patterns for made-up news.

Nothing here is about a real person, place or event; every character is in Shift_JIS and EUC-JP too.
"""

from __future__ import annotations

from archiver.newsroom.language import Language, lines, listed, topics

_TOPICS = topics("""
    政治 | 防潮堤計画 | 防潮堤の建設計画 | 排水ポンプ場; 古い桟橋; 北側の堤防; 潮位計
    政治 | 路線バス補助 | 路線バスへの補助金 | 冬の時刻表; 車庫の用地; 運転手の確保; 島の定期券
    政治 | 住宅条例 | 新しい住宅条例 | 空き家の台帳; 家賃の補助; 入居の待機名簿; 旧宿舎の敷地
    経済 | 造船所売却 | 造船所の売却 | 乾ドック; 受注残; 職業訓練校; 古い倉庫
    経済 | 港湾スト | 港湾労働者のストライキ | 大型クレーン; 夜間勤務; 水先案内船; 年金の積立金
    経済 | 蓄電池工場 | 蓄電池工場の誘致 | 冷却水の取水; 試験設備; 貨物の引き込み線; 協力会社の団地
    科学 | 地震観測網 | 海底の地震観測網 | 観測用の井戸; 断層の地図; 調査船; 観測データ
    科学 | サギの調査 | サギの生息調査 | アシ原; 観察小屋; 調査員の記録帳; 足環の番号
    医療 | 病院統合 | 二つの病院の統合 | 産科の病棟; 救急の受け入れ; 医師の当直表; 薬局の窓口
    医療 | 水質検査 | 井戸水の水質検査 | 鉛の水道管; 学校の水飲み場; 検査室の人手; 基準値の見直し
    文化 | 映画資料館 | 映画資料館の開設 | 古いフィルム; 閲覧室; 無声映画の弁士台本; 修復の作業台
    文化 | 能舞台再建 | 能舞台の再建 | 松の鏡板; 装束の保管庫; 若手の稽古場; 木材の調達
    スポーツ | 球場改修 | 市民球場の改修 | 外野席; 照明塔; 年間指定席; 練習場の芝
    スポーツ | 駅伝大会 | 湖畔の駅伝大会 | 中継所; 横風の区間; 審判の判定; 女子のチーム
""", ("short", "topic"))

JAPANESE = Language(
    code="ja",
    given=listed("健一; 美咲; 拓也; 陽子; 大輔; 直美; 翔太; 由紀; 正人; 香織; 誠; 千春; 亮; 恵; 和也; 真理子; 隆; 文子"),
    family=listed("青柳; 有馬; 五十嵐; 上杉; 大河内; 柏木; 北条; 久保田; 小早川; 桜井; 篠原; 瀬川; 高瀬; 津田; 中条; 野村; 橋爪; 深町"),
    places=listed("""青浜市; 白鳥町; 月見沢市; 東雲港; 緑ヶ原市; 千波市; 霧山町; 花巻浜市; 朝凪市; 古渡町; 夕凪島; 若葉野市;
        潮見崎市; 松風町; 星ヶ浦市; 雪代市; 鶴ノ瀬町; 水無瀬浜市; 紅葉谷町; 汐入市"""),
    roles=listed("市長; 知事; 副市長; 大臣; 議長; 局長"),
    bodies=listed("市議会; 港湾局; 県議会; 都市計画審議会; 財務局; 地方裁判所"),
    affiliations=listed("東雲大学; 沿岸研究所; 公共会計センター; 白鳥工業大学; 地域政策研究会"),
    groups=listed("住民の会; 港湾労働組合; 商工会議所; 農業協同組合; 保護者会"),
    topics=_TOPICS,
    titles=lines("""
        {short}、{place}で賛否 採決迫る
        {place}、{topic}の決定を{month}に延期
        {topic}の費用、{pct}%増 {place}
        {place}の{short} {official}氏が説明会
        「もう待てない」{place}で{topic}求める声
        {short}で{n}か所の不備 {place}の報告書
    """),
    leads=lines("""
        {place}の{body}は{day}、{topic}についての決定を{month}まで延期した。{n}時間に及ぶ審議は深夜まで続いた。
        {place}の{official}{role}は{day}、{topic}に{small}年間で{money}を投じると発表した。当初の計画のほぼ二倍にあたる。
        {topic}をめぐり、{place}の住民約{big}人が{day}、{body}に説明を求める署名を提出した。
        {place}で{day}に公表された報告書は、{detail}に{n}か所の不備があると指摘し、{topic}の議論を再燃させた。
        {month}以来、{place}では{topic}の話題で持ちきりだ。最後の一週間に入ったが、結末を予想する人はいない。
    """),
    sentences=lines("""
        {affiliation}の{expert}氏は「お金だけの問題ではない。{detail}をどうするかが問われている」と話す。
        {group}の代表を務める{critic}氏は、この案を「片方の岸しかない橋」と呼び、{n}項目の修正を求めた。
        {affiliation}の調べによると、影響を受ける世帯の割合は{year}年以降、{pct}%から{pct2}%に増えた。
        {official}氏は記者団に対し、{body}が条件を受け入れれば、{detail}の作業は{month}にも始まると述べた。
        本紙が入手した最初の試算では費用は{money}で、{place}がその三分の一を負担する。
        {place2}では{year}年、{detail}の状態が想定より悪いことが分かり、同じような計画が頓挫した。
        {expert}氏は{small}年にわたってこの問題を追い、「{detail}をよく見なければ計算は合わない」と指摘する。
        {group}は{n}ページに及ぶ文書で、{place}と{place2}が同じものに二度払うことになると警告した。
        {place}の駅前の商店では、{month}以降、売り上げが{pct}%減ったという。
        野党は{detail}を含む独立した検証を求め、{later}年末までに終えるよう主張している。
        {place}と{place2}の間に暮らす{big}人にとって、これは暮らしに直結する問題だ。
        {month}に{detail}を点検した技術者は{n}か所の欠陥を見つけ、うち{small}か所は深刻だとした。
        {place}で小さな店を営む{critic}氏は「祖母は{year}年にここで同じ演説を聞いた」と振り返る。
        {month}までに{place}で集まった署名は約{big}人分で、法律の定める数を上回った。
        合意文書は{n}条からなり、最も意見が割れているのは{detail}に関する条項だ。
        財源には、{year}年に設けられ、ほとんど手つかずの基金から{money}を充てる。
        最初の{small}年が過ぎた後、誰が{detail}を管理するのかは決まっていないと{official}氏は認めた。
        計画では{place}に{n}人分の雇用が生まれるとされるが、{group}は{later}年以降も半分が残るか疑わしいとみる。
        試算の開きは大きく、{affiliation}は{money}、{group}は{money2}とはじく。
        {detail}について問われた{official}氏は手元の資料に目を落とし、{month}までに文書で答えると約束した。
        二回目の審議は{day}に開かれ、{place}の住民の質問に{small}時間が充てられる。
        隣の{place2}は、{detail}が含まれるなら参加すると表明している。
        裁判所は{year}年、財源を詳しく示すよう{body}に命じていた。
        {month}の長雨で{place}の道路は{small}日間通行止めとなり、住民のいら立ちは募った。
        {place}で{n}人に尋ねたところ、提案をすべて読んだと答えたのは{small}人だけだった。
        保険各社は{detail}に関わる保険料を{pct}%引き上げた。
        {body}が否決すれば、{place}は地域基金から受け取るはずの{money}を失う。
    """),
    captions=lines("""
        {topic}の知らせを待つ{place}の住民ら={day}。
        会合に向かう{official}氏={place}で。
        {month}の{place}。奥に見えるのは{detail}。
    """),
    comments=lines("""
        {place}に{n}年住んでいますが、意見を聞かれたのは初めてです。
        {money}は誰が払うのでしょうか。
        良い記事です。{place2}でも{year}年に同じことがありました。
    """),
    months=listed("1月; 2月; 3月; 4月; 5月; 6月; 7月; 8月; 9月; 10月; 11月; 12月"),
    days=listed("月曜日; 火曜日; 水曜日; 木曜日; 金曜日; 土曜日; 日曜日"),
    labels={
        "home": "ホーム", "latest": "最新ニュース", "about": "会社案内", "contact": "お問い合わせ", "search": "検索",
        "related": "関連記事", "most_read": "アクセスランキング", "comments": "読者の声", "reply": "返信",
        "share": "この記事を共有する", "newsletter": "毎朝のニュースレターに登録する",
        "cookies": "当サイトではサービス向上のためクッキーを使用しています。設定はいつでも変更できます。",
        "accept": "同意する", "refuse": "拒否する", "footer": "記事・写真の無断転載を禁じます。", "top": "ページの先頭へ",
        "by": "", "and": "、", "photo": "写真", "next": "次のページ", "previous": "前のページ", "more": "続きを読む",
        "advert": "広告", "updated": "更新", "published": "公開", "tags": "キーワード", "correction": "訂正",
        "money": "{n}億円", "continued": "続きを読むには会員登録が必要です",
    },
    name_order="{family}{given}",
    gap="",
)
